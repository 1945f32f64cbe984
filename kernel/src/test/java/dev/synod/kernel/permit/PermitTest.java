package dev.synod.kernel.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.scenario.GroupSpecs;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Values;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PermitTest {
  private static final String ADA = Scenario.subject("ada");
  private final Scenario scenario = new Scenario().agent("ada").group();

  private static Command write(GroupRef group) {
    return new DocumentCommand.WriteDocument(
        group, "last/a", new Write.Put(Values.TRUE), DocumentCommand.ANY);
  }

  private Reply write(long permit) {
    return with(permit, ADA, write(Scenario.GROUP));
  }

  private Reply with(long permit, String subject, Command command) {
    return scenario.apply(
        new Origin(subject, Numbering.NONE, permit, null, Bytes.EMPTY, ""), command);
  }

  private Reply grant(Scope scope, long policyRevision, long epoch, long validMillis) {
    return scenario.apply(
        Origin.system(),
        new PermitCommand.GrantPermit(
            ADA, Action.STATE_WRITE, scope, policyRevision, epoch, validMillis, "decision", null));
  }

  private long granted(Scope scope, long validMillis) {
    return Scenario.id(grant(scope, 1, PermitDecision.epoch(scenario.state(), scope), validMillis));
  }

  @Test
  void shouldLetInWhoHoldsAPermitForIt() {
    assertThat(write(granted(Scenario.GROUP.scope(), 60_000))).isInstanceOf(Reply.Applied.class);
    assertThat(write(granted(Scope.CLUSTER, 60_000))).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldDemandAPermit() {
    assertThat(Scenario.code(write(0))).isEqualTo(Code.PERMIT_REQUIRED);
    assertThat(Scenario.code(write(4711))).isEqualTo(Code.PERMIT_REQUIRED);
  }

  @Test
  void shouldDenyAPermitOfAnotherSubjectActionOrScope() {
    long permit = granted(Scenario.GROUP.scope(), 60_000);

    assertThat(Scenario.code(with(permit, Scenario.ANN, write(Scenario.GROUP))))
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Scenario.code(with(permit, ADA, write(new GroupRef("shop", "other")))))
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(
            Scenario.code(
                with(
                    permit,
                    ADA,
                    new dev.synod.kernel.proposal.ProposalCommand.CastBallot(
                        Scenario.GROUP, 1, "go", ""))))
        .isEqualTo(Code.PERMISSION_DENIED);
    long namespace = granted(Scope.of(Scenario.NAMESPACE), 60_000);
    assertThat(Scenario.code(write(namespace))).isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void shouldBeStaleOnceTheMembersChange() {
    // Given a permit that rests on the members as they are
    long permit = granted(Scenario.GROUP.scope(), 60_000);
    long epoch = Objects.requireNonNull(scenario.state().groups().get(Scenario.GROUP)).epoch();

    // When somebody joins
    scenario.agent("bo");

    // Then it, and a decision made in the meantime, count no more
    assertThat(Scenario.code(write(permit))).isEqualTo(Code.PERMIT_STALE);
    assertThat(Scenario.code(grant(Scenario.GROUP.scope(), 1, epoch, 60_000)))
        .isEqualTo(Code.PERMIT_STALE);
  }

  @Test
  void shouldBeStaleOnceThePolicyChanges() {
    long permit = granted(Scenario.GROUP.scope(), 60_000);

    scenario.apply(Origin.system(), new PermitCommand.ActivatePolicy(2, "other", 0, false));

    assertThat(Scenario.code(write(permit))).isEqualTo(Code.PERMIT_STALE);
    assertThat(Scenario.code(grant(Scope.CLUSTER, 1, 0, 60_000))).isEqualTo(Code.POLICY_STALE);
  }

  @Test
  void shouldEndWithItsTimeEvenBeforeTheTick() {
    long permit = granted(Scenario.GROUP.scope(), 5_000);
    scenario.later(5_000);
    assertThat(Scenario.code(write(permit))).isEqualTo(Code.PERMIT_STALE);

    scenario.tickAfter(0);

    assertThat(scenario.state().permits().get(permit)).isNull();
    assertThat(Scenario.code(write(permit))).isEqualTo(Code.PERMIT_REQUIRED);
  }

  @Test
  void shouldNotBeGrantedForLongerThanTheLimit() {
    assertThat(Scenario.code(grant(Scope.CLUSTER, 1, 0, Limits.PERMIT_MILLIS_MAX + 1)))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Scenario.code(grant(Scope.CLUSTER, 1, 0, 0))).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldActivateOnlyNewerPolicies() {
    scenario.apply(Origin.system(), new PermitCommand.ActivatePolicy(5, "five", 0, false));

    assertThat(
            scenario.apply(Origin.system(), new PermitCommand.ActivatePolicy(5, "five", 0, false)))
        .isInstanceOf(Reply.Applied.class);
    assertThat(
            Scenario.code(
                scenario.apply(
                    Origin.system(), new PermitCommand.ActivatePolicy(5, "other", 0, false))))
        .isEqualTo(Code.POLICY_STALE);
    assertThat(
            Scenario.code(
                scenario.apply(
                    Origin.system(), new PermitCommand.ActivatePolicy(4, "four", 0, false))))
        .isEqualTo(Code.POLICY_STALE);
  }

  @Test
  void shouldKeepTheEpochWhereADeclarationIsRepeated() {
    long epoch = Objects.requireNonNull(scenario.state().groups().get(Scenario.GROUP)).epoch();
    var declaration =
        Objects.requireNonNull(scenario.state().groups().get(Scenario.GROUP)).declaration();

    scenario.done(
        Scenario.OPERATOR,
        new dev.synod.kernel.group.GroupCommand.DeclareGroup(
            Scenario.GROUP, declaration, GroupSpecs.review()));

    assertThat(Objects.requireNonNull(scenario.state().groups().get(Scenario.GROUP)).epoch())
        .isEqualTo(epoch);
  }
}
