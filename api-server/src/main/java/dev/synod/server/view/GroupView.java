package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A coordination group as it is declared and as it lives.
 *
 * @param state merge policy by prefix
 * @param waiting the longest wait in it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupView(
    String namespace,
    String name,
    Map<String, String> selector,
    List<String> memberNames,
    Counts.Members members,
    int minimumMembers,
    List<KeyView> state,
    List<String> barriers,
    List<String> decisions,
    int documents,
    int openProposals,
    Counts.@Nullable Waiting waiting,
    String revision) {

  /** How keys under a prefix are merged. */
  public record KeyView(String prefix, String merge) {}

  public static GroupView of(KernelState state, Group group, AgentLoads loads, GroupWaits waits) {
    GroupSpec spec = group.spec();
    return new GroupView(
        group.ref().namespace(),
        group.ref().name(),
        spec.selector(),
        List.copyOf(group.members()),
        loads.members(group),
        spec.minimumMembers(),
        spec.stateKeys().stream()
            .map(key -> new KeyView(key.prefix(), key.merge().word()))
            .toList(),
        spec.barriers().stream().map(GroupSpec.BarrierSpec::name).toList(),
        spec.decisions().stream().map(GroupSpec.DecisionSpec::name).toList(),
        state.documents().of(group.ref()).table().size(),
        state.proposals().open(group.ref()).size(),
        waits.of(group.ref()),
        Revisions.text(state.clock(), group.epoch()));
  }
}
