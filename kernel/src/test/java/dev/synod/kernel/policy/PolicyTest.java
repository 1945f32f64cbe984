package dev.synod.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.permit.PermitCommand.ActivatePolicy;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.policy.PolicyCommand.BeginBreakGlass;
import dev.synod.kernel.policy.PolicyCommand.DeclarePolicy;
import dev.synod.kernel.policy.PolicyCommand.EndBreakGlass;
import dev.synod.kernel.policy.PolicyCommand.RefusePolicy;
import dev.synod.kernel.policy.PolicyCommand.RetractPolicy;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Values;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final PolicyRef REF = new PolicyRef(Scenario.NAMESPACE, "narrow");
  private static final String MODULE = "deny contains \"no\"";
  private final Scenario scenario = new Scenario();

  private static PolicySpec spec(String module) {
    return new PolicySpec(
        new PolicyScope(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()),
        PolicyMode.ENFORCE,
        FailurePolicy.REFUSE,
        Values.EMPTY,
        module,
        List.of());
  }

  private Reply declare(PolicyRef ref, long generation, String module) {
    return scenario.as(
        Scenario.OPERATOR,
        new DeclarePolicy(ref, new Declaration("uid", generation, ""), spec(module)));
  }

  private Reply system(dev.synod.kernel.Command command) {
    return scenario.apply(Origin.system(), command);
  }

  private void activate() {
    var permits = scenario.state().permits();
    assertThat(
            system(
                new ActivatePolicy(
                    permits.policyRevision() + 1,
                    "digest",
                    policies().changedAt(),
                    policies().breakGlass() != null)))
        .isInstanceOf(Reply.Applied.class);
  }

  private Policies policies() {
    return scenario.state().permits().policies();
  }

  private Policy policy() {
    return Objects.requireNonNull(policies().get(REF));
  }

  @Test
  void shouldBeActiveOnceWhatHoldsItIsInForce() {
    declare(REF, 1, MODULE);
    assertThat(policies().included()).extracting(Policy::ref).containsExactly(REF);
    assertThat(policies().isActive(policy())).isFalse();

    activate();

    assertThat(policies().isActive(policy())).isTrue();
    declare(REF, 2, "warn contains \"no\"");
    assertThat(policies().isActive(policy())).isFalse();
  }

  @Test
  void shouldStayActiveWhereANewGenerationSaysTheSame() {
    declare(REF, 1, MODULE);
    activate();
    long changedAt = policies().changedAt();

    declare(REF, 2, MODULE);

    assertThat(policy().declaration().generation()).isEqualTo(2);
    assertThat(policies().isActive(policy())).isTrue();
    assertThat(policies().changedAt()).isEqualTo(changedAt);
  }

  @Test
  void shouldIgnoreAnOlderGenerationAndAnotherObjectsRetraction() {
    declare(REF, 2, MODULE);
    declare(REF, 1, "warn contains \"no\"");
    scenario.as(Scenario.OPERATOR, new RetractPolicy(REF, "other"));

    assertThat(policy().spec().module()).isEqualTo(MODULE);

    scenario.as(Scenario.OPERATOR, new RetractPolicy(REF, "uid"));
    assertThat(policies().table().size()).isZero();
  }

  @Test
  void shouldLeaveOutWhatOpaRefusesUntilItIsDeclaredOtherwise() {
    declare(REF, 1, MODULE);
    var other = new PolicyRef(Scenario.NAMESPACE, "other");
    declare(other, 1, MODULE);

    system(new RefusePolicy(REF, policy().revision(), "undefined function foo"));

    assertThat(policies().included()).extracting(Policy::ref).containsExactly(other);
    activate();
    assertThat(policies().isActive(policy())).isFalse();
    declare(REF, 2, MODULE);
    assertThat(policy().refusal()).isEqualTo("undefined function foo");
    declare(REF, 3, "warn contains \"no\"");
    assertThat(policies().included()).hasSize(2);
  }

  @Test
  void shouldNotRefuseWhatWasDeclaredMeanwhile() {
    declare(REF, 1, MODULE);
    long judged = policy().revision();
    declare(REF, 2, "warn contains \"no\"");

    system(new RefusePolicy(REF, judged, "undefined function foo"));

    assertThat(policy().isIncluded()).isTrue();
  }

  @Test
  void shouldLeaveAllOutInAnEmergencyUntilItsTimeIsOver() {
    declare(REF, 1, MODULE);
    activate();

    system(new BeginBreakGlass("person:ann", "nobody can act", 60_000));

    assertThat(policies().included()).isEmpty();
    activate();
    assertThat(policies().isActive(policy())).isFalse();
    scenario.tickAfter(60_000);
    assertThat(policies().breakGlass()).isNull();
    assertThat(policies().included()).hasSize(1);
    assertThat(policies().isActive(policy())).isFalse();
    activate();
    assertThat(policies().isActive(policy())).isTrue();
  }

  @Test
  void shouldEndAnEmergencyOnDemandAndProlongIt() {
    system(new BeginBreakGlass("person:ann", "nobody can act", 60_000));
    scenario.later(50_000);
    system(new BeginBreakGlass("person:ben", "still", 60_000));
    scenario.tickAfter(20_000);
    assertThat(policies().breakGlass()).isNotNull();

    system(new EndBreakGlass("person:ann"));

    assertThat(policies().breakGlass()).isNull();
    assertThat(Scenario.code(system(new EndBreakGlass("person:ann"))))
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(scenario.state().deadlines().exists(d -> d.atMillis() > 0 && d.id().isEmpty()))
        .isFalse();
  }

  @Test
  void shouldTakeItOfAPersonWithoutAPermitForTheApiServerLooksAtTheRole() {
    var command = new BeginBreakGlass(Scenario.ANN, "nobody can act", 60_000);
    var origin = new Origin(Scenario.ANN, Numbering.NONE, 0, null, Bytes.EMPTY, "");

    assertThat(PermitDecision.check(scenario.state(), origin, command)).isNull();
    assertThat(command.action()).isEqualTo(Action.POLICY_BREAK_GLASS);
    assertThat(Action.ALL).as("none is ever granted").doesNotContain(command.action());
  }

  @Test
  void shouldDemandAReasonAndALimitedTime() {
    assertThat(Scenario.code(system(new BeginBreakGlass("person:ann", " ", 60_000))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            Scenario.code(
                system(
                    new BeginBreakGlass("person:ann", "why", Limits.BREAK_GLASS_MILLIS_MAX + 1))))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(
            scenario
                .refused(Scenario.ANN, new BeginBreakGlass(Scenario.ANN, "why", 18_000_000))
                .message())
        .isEqualTo("Expected a break-glass of 1s to 4h, but found 5h.");
  }

  @Test
  void shouldBoundWhatIsDeclared() {
    assertThat(Scenario.code(declare(REF, 1, "#".repeat(Limits.POLICY_MODULE_SIZE_MAX + 1))))
        .isEqualTo(Code.TOO_LARGE);
    assertThat(Scenario.code(declare(new PolicyRef(Scenario.NAMESPACE, "a/b"), 1, MODULE)))
        .isEqualTo(Code.INVALID_ARGUMENT);
    for (int i = 0; i < Limits.POLICIES_MAX; i++) {
      declare(new PolicyRef(Scenario.NAMESPACE, "p" + i), 1, MODULE);
    }
    assertThat(Scenario.code(declare(REF, 1, MODULE))).isEqualTo(Code.LIMIT_EXCEEDED);
  }
}
