package dev.synod.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private static final String UPDATE =
      """
      uid: u1
      operation: UPDATE
      kind: {group: synod.dev, version: v1alpha1, kind: Agent}
      namespace: review
      name: historian
      userInfo: {username: ada, groups: [devs, "system:authenticated"], extra: {a: [b]}}
      dryRun: true
      object:
        metadata:
          name: historian
          managedFields: [{manager: kubectl}]
          annotations: {a: b, kubectl.kubernetes.io/last-applied-configuration: "{}"}
        spec: {replicas: 2}
        status: {replicas: 1}
      oldObject:
        metadata: {name: historian, managedFields: [{manager: kubectl}]}
        spec: {replicas: 1}
        status: {replicas: 1}
      """;

  @Test
  void shouldAskWithoutWhatNoPersonWrites() {
    assertThat(review(UPDATE).question())
        .isEqualTo(
            yaml(
                """
                operation: update
                kind: Agent
                name: historian
                user: {username: ada, groups: [devs, "system:authenticated"]}
                object: {metadata: {name: historian, annotations: {a: b}}, spec: {replicas: 2}}
                oldObject: {metadata: {name: historian}, spec: {replicas: 1}}
                dryRun: true
                """));
  }

  @Test
  void shouldAskWithNothingWhereThereIsNoObject() {
    var question =
        review("{operation: DELETE, name: x, userInfo: {username: ada}, oldObject: {spec: {}}}")
            .question();

    assertThat(question.path("operation").asText()).isEqualTo("delete");
    assertThat(question.path("object").isNull()).isTrue();
    assertThat(question.path("oldObject").isObject()).isTrue();
    assertThat(question.at("/user/groups").isEmpty()).isTrue();
    assertThat(question.path("dryRun").booleanValue()).isFalse();
  }

  @Test
  void shouldFindTheNameThatKubernetesMadeUp() {
    assertThat(review("{operation: CREATE, object: {metadata: {name: run-x7k2p}}}").name())
        .isEqualTo("run-x7k2p");
  }

  @Test
  void shouldFindTheNameOfWhatIsDeletedWithOthers() {
    assertThat(
            review("{operation: DELETE, name: '', oldObject: {metadata: {name: historian}}}")
                .name())
        .isEqualTo("historian");
  }

  @Test
  void shouldSayWhyAChangeIsRefusedAndHowToAsk() {
    Review review = review(UPDATE);

    assertThat(
            review.refusal(
                new Judgement(
                    false,
                    List.of("at most 1 replica (review/small)", "not today (review/quiet)"),
                    List.of(),
                    "d1")))
        .isEqualTo(
            "ada may not update Agent review/historian: at most 1 replica (review/small); not today (review/quiet)."
                + " Why: kubectl synod policy explain d1");
    assertThat(review.refusal(new Judgement(false, List.of(), List.of(), "")))
        .isEqualTo("ada may not update Agent review/historian: no rule allows it.");
  }

  private static Review review(String request) {
    return new Review(yaml(request));
  }

  private static JsonNode yaml(String text) {
    return new ObjectMapper().valueToTree(Serialization.unmarshal("---\n" + text, Map.class));
  }
}
