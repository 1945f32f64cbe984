package dev.synod.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.workflow.Workflow;
import dev.synod.crds.workflow.WorkflowSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CheckedDefinitionTest {
  private static final String DOCUMENT =
      """
      groupRef: {name: review}
      definition:
        document: {dsl: 1.0.0, namespace: review, name: hello, version: 1.0.0}
        do:
      """;

  @Test
  void shouldHaveSameDigestWhenOnlyTheOrderOfMembersDiffers() {
    CheckedDefinition one = checked("    - greet: {set: {a: 1, b: 2.0}}\n");
    CheckedDefinition other = checked("    - greet: {set: {b: 2, a: 1.0}}\n");

    assertThat(one.verdict().isTrue()).isTrue();
    assertThat(one.digest()).startsWith("sha256:").isEqualTo(other.digest());
  }

  @Test
  void shouldNamePlacesAndCountTheRestWhenThereAreManyFindings() {
    CheckedDefinition definition =
        checked(
            "    - step%d: {set: {}, then: nowhere}\n".repeat(7).formatted(1, 2, 3, 4, 5, 6, 7));

    assertThat(definition.verdict().reason()).isEqualTo(WorkflowReason.INVALID_DEFINITION);
    assertThat(definition.verdict().message()).contains("/do/0/step1").endsWith("more");
  }

  @Test
  void shouldAcceptDefinitionOfSample() throws IOException {
    String sample = Files.readString(Path.of("../examples/release-review/workflow.yaml"));

    CheckedDefinition definition =
        CheckedDefinition.of(
            Serialization.unmarshal(sample, Workflow.class).getSpec().definition());

    assertThat(definition.findings()).isEmpty();
  }

  private static CheckedDefinition checked(String tasks) {
    return CheckedDefinition.of(
        Serialization.unmarshal(DOCUMENT + tasks, WorkflowSpec.class).definition());
  }
}
