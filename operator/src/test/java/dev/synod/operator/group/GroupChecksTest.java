package dev.synod.operator.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.group.CoordinationGroupSpec;
import dev.synod.crds.group.CoordinationGroupStatus;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupChecksTest {
  private static final String MEMBERS =
      "members: {selector: {matchLabels: {team: review}}, minimum: 3}\n";

  @Test
  void shouldBeReadyWhenEnoughMembersAreConnected() {
    assertThat(ready(3).reason()).isEqualTo(GroupReason.MEMBERS_CONNECTED);
    assertThat(ready(2).reason()).isEqualTo(GroupReason.MEMBERS_MISSING);
    assertThat(ready(2).message()).contains("2 of 5").contains("3");
  }

  @Test
  void shouldNameFieldWhenItsValueIsNotKnown() {
    assertThat(understood("").isTrue()).isTrue();
    assertThat(
            understood("barriers: [{name: all, parties: {quorum: {}}, onTimeout: Break}]")
                .message())
        .contains("spec.barriers[all]");
    assertThat(understood("decisions: [{name: x, options: [a, b], rule: Borda}]").message())
        .contains("spec.decisions[x].rule");
    assertThat(understood("state: {keys: [{prefix: plan, merge: Automerge}]}").message())
        .contains("spec.state.keys[plan].merge");
  }

  private static Verdict understood(String rest) {
    return GroupChecks.understood(spec(rest));
  }

  private static Verdict ready(int connected) {
    CoordinationGroupStatus live =
        Serialization.unmarshal(
            "members: {ready: %d, total: 5}".formatted(connected), CoordinationGroupStatus.class);
    return GroupChecks.ready(
        new GroupChecks.Stood(spec(""), new Standing<>(Outcome.DONE, Optional.of(live), true)));
  }

  private static CoordinationGroupSpec spec(String rest) {
    return Serialization.unmarshal(MEMBERS + rest, CoordinationGroupSpec.class);
  }
}
