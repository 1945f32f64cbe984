package dev.synod.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final String ADA =
      "[{\"op\":\"add\",\"path\":\"/metadata/annotations/synod.dev~1applied-by\",\"value\":\"ada\"}]";

  @Test
  void shouldNameWhoCreates() {
    assertThat(patch("{metadata: {annotations: {a: b}}, spec: {}}", "null")).isEqualTo(ADA);
  }

  @Test
  void shouldMakeAnnotationsWhenThereAreNone() {
    assertThat(patch("{metadata: {}, spec: {}}", "null"))
        .isEqualTo(
            "[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{}},"
                + ADA.substring(1));
  }

  @Test
  void shouldReplaceWhatARequestSaysItself() {
    assertThat(patch("{metadata: {annotations: {synod.dev/applied-by: root}}, spec: {}}", "null"))
        .isEqualTo(ADA);
  }

  @Test
  void shouldNameWhoChangesSpecOrLabels() {
    String before =
        "{metadata: {labels: {a: b}, annotations: {synod.dev/applied-by: bob}}, spec: {x: 1}}";

    assertThat(patch(before.replace("x: 1", "x: 2"), before)).isEqualTo(ADA);
    assertThat(patch(before.replace("a: b", "a: c"), before)).isEqualTo(ADA);
  }

  @Test
  void shouldKeepTheNameWhenNothingThatCountsIsChanged() {
    String before = "{metadata: {annotations: {synod.dev/applied-by: bob}}, spec: {x: 1}}";

    assertThat(patch(before, before)).isEmpty();
    assertThat(patch(before.replace("bob", "ada"), before))
        .isEqualTo(ADA.replace("\"ada\"", "\"bob\""));
    assertThat(patch("{metadata: {annotations: {x: y}}, spec: {x: 1}}", before))
        .isEqualTo(ADA.replace("\"ada\"", "\"bob\""));
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
    return Provenance.patch(
            yaml(
                "request: {userInfo: {username: ada}, object: %s, oldObject: %s}"
                    .formatted(object, oldObject)))
        .map(JsonNode::toString)
        .orElse("");
  }

  private static JsonNode yaml(String text) {
    return new ObjectMapper()
        .<JsonNode>valueToTree(Serialization.unmarshal(text, Map.class))
        .path("request");
  }
}
