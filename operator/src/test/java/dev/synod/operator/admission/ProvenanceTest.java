package dev.synod.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final String ADA =
      """
      {"op":"add","path":"/metadata/annotations/synod.dev~1applied-by","value":"ada"}""";

  private static String generation(String value) {
    return """
      {"op":"add","path":"/metadata/annotations/synod.dev~1applied-generation","value":"%s"}"""
        .formatted(value);
  }

  private static final String BOBS =
      "{metadata: {generation: 3, labels: {a: b}, annotations: {synod.dev/applied-by: bob, synod.dev/applied-generation: '3'}}, spec: {x: 1}}";

  private static String list(String... operations) {
    return "[" + String.join(",", operations) + "]";
  }

  @Test
  void shouldNameWhoCreates() {
    assertThat(patch("{metadata: {annotations: {a: b}}, spec: {}}", "null"))
        .isEqualTo(list(ADA, generation("1")));
  }

  @Test
  void shouldMakeAnnotationsWhenThereAreNone() {
    assertThat(patch("{metadata: {}, spec: {}}", "null"))
        .isEqualTo(
            list(
                "{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{}}",
                ADA,
                generation("1")));
  }

  @Test
  void shouldReplaceWhatARequestSaysItself() {
    assertThat(
            patch(
                "{metadata: {annotations: {synod.dev/applied-by: root, synod.dev/applied-generation: '7'}}, spec: {}}",
                "null"))
        .isEqualTo(list(ADA, generation("1")));
  }

  @Test
  void shouldNameWhoChangesSpecOrLabels() {
    assertThat(patch(BOBS.replace("x: 1", "x: 2"), BOBS)).isEqualTo(list(ADA, generation("4")));
    assertThat(patch(BOBS.replace("a: b", "a: c"), BOBS)).isEqualTo(list(ADA));
  }

  @Test
  void shouldKeepTheNameWhenNothingThatCountsIsChanged() {
    String bob = ADA.replace("\"ada\"", "\"bob\"");

    assertThat(patch(BOBS, BOBS)).isEmpty();
    assertThat(patch(BOBS.replace("bob", "ada"), BOBS)).isEqualTo(list(bob));
    assertThat(patch(BOBS.replace("'3'", "'4'"), BOBS)).isEqualTo(list(generation("3")));
    assertThat(patch("{metadata: {labels: {a: b}, annotations: {x: y}}, spec: {x: 1}}", BOBS))
        .isEqualTo(list(bob, generation("3")));
  }

  @Test
  void shouldKeepWhoStartedARunWhateverBecomesOfItsLabels() {
    assertThat(patch(BOBS.replace("a: b", "a: c"), BOBS, "kind: {kind: WorkflowRun}, ")).isEmpty();
  }

  @Test
  void shouldTakeTheNameAwayWhenNobodyIsKnown() {
    assertThat(
            patch(
                "{metadata: {annotations: {synod.dev/applied-by: ada}}, spec: {x: 1}}",
                "{metadata: {}, spec: {x: 1}}"))
        .isEqualTo(
            "[{\"op\":\"remove\",\"path\":\"/metadata/annotations/synod.dev~1applied-by\"}]");
  }

  private static String patch(String object, String oldObject) {
    return patch(object, oldObject, "");
  }

  private static String patch(String object, String oldObject, String more) {
    return Provenance.patch(
            yaml(
                "request: {%suserInfo: {username: ada}, object: %s, oldObject: %s}"
                    .formatted(more, object, oldObject)))
        .map(JsonNode::toString)
        .orElse("");
  }

  private static JsonNode yaml(String text) {
    return new ObjectMapper()
        .<JsonNode>valueToTree(Serialization.unmarshal(text, Map.class))
        .path("request");
  }
}
