package dev.synod.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PolicyChecksTest {
  private static Verdict understood(String namespace, String spec) {
    return PolicyChecks.understood(
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: GovernancePolicy
            metadata: {name: narrow, namespace: %s}
            spec: {%s}
            """
                .formatted(
                    namespace,
                    spec.contains("builtIn") ? spec : "module: deny contains 1, " + spec),
            GovernancePolicy.class),
        "synod-system");
  }

  private static final String WORDS = "mode: Warn, failurePolicy: Allow";

  @Test
  void shouldUnderstandAScopeOfKnownActionsInItsOwnNamespace() {
    assertThat(
            understood(
                    "review",
                    WORDS
                        + ", scope: {namespaces: {matchNames: [review]}, actions: [state.write, \"task.*\"]}")
                .isTrue())
        .isTrue();
  }

  @Test
  void shouldKeepAPolicyToItsNamespaceUnlessItIsTheSystems() {
    String elsewhere = WORDS + ", scope: {namespaces: {matchNames: [review, bank]}}";

    Verdict verdict = understood("review", elsewhere);

    assertThat(verdict.reason()).isEqualTo(PolicyReason.SCOPE_FORBIDDEN);
    assertThat(verdict.message()).contains("names bank", "apply it in synod-system");
    assertThat(understood("synod-system", elsewhere).isTrue()).isTrue();
  }

  @Test
  void shouldTakeNoSchemaBesideWhatIsBuiltInAndNothingThatItDoesNotKnow() {
    Verdict schema =
        understood("review", WORDS + ", builtIn: DataClasses, parametersSchema: {type: object}");
    Verdict unknown = understood("review", WORDS + ", builtIn: OfANewerVersion");

    assertThat(schema.message()).contains("schema of DataClasses", "leave it out");
    assertThat(unknown.reason()).isEqualTo(DeclarationReason.NOT_SUPPORTED);
    assertThat(unknown.message()).contains("spec.builtIn");
    assertThat(understood("review", WORDS + ", builtIn: DataClasses").isTrue()).isTrue();
  }

  @Test
  void shouldNameAnActionThatThereIsNot() {
    Verdict word = understood("review", WORDS + ", scope: {actions: [state.wirte]}");
    Verdict family = understood("review", WORDS + ", scope: {actions: [\"stat.*\"]}");

    assertThat(word.reason()).isEqualTo(PolicyReason.UNKNOWN_ACTION);
    assertThat(word.message()).contains("state.wirte", "state.write");
    assertThat(family.reason()).isEqualTo(PolicyReason.UNKNOWN_ACTION);
  }

  @Test
  void shouldSayWhatANewerVersionKnows() {
    Verdict verdict = understood("review", "mode: Ask, failurePolicy: Allow");

    assertThat(verdict.reason()).isEqualTo(DeclarationReason.NOT_SUPPORTED);
    assertThat(verdict.message()).contains("spec.mode");
    assertThat(understood("review", WORDS + ", tests: [{name: a, expect: Perhaps}]").message())
        .contains("spec.tests[a].expect");
  }
}
