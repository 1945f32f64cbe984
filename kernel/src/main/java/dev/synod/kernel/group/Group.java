package dev.synod.kernel.group;

import dev.synod.kernel.Entity;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.value.Fingerprint;
import java.util.SortedSet;

/**
 * A declared coordination group.
 *
 * @param members names of the agents that belong to it now
 * @param epoch revision at which its declaration or membership last changed; permits rest on it
 */
public record Group(
    GroupRef ref, Declaration declaration, GroupSpec spec, SortedSet<String> members, long epoch)
    implements Entity {
  @Override
  public long fingerprint() {
    return declaration
        .addTo(new Fingerprint("group").add(ref.namespace()).add(ref.name()))
        .addAll(members)
        .add(epoch)
        .value();
  }

  /** Whether the agent of that name belongs to the group. */
  public boolean hasMember(String agent) {
    return members.contains(agent);
  }

  @Override
  public String countedIn() {
    return ref.namespace();
  }
}
