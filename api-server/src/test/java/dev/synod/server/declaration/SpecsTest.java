package dev.synod.server.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.value.Value;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecsTest {

  @Test
  void shouldReadAgentWithDefaults() {
    var spec =
        Specs.agent(
            Value.parse(
                """
                {"capabilities":[{"name":"a","version":"1.2.0"},{"name":"b"}],
                 "connection":{"session":{}},"unknownToThisServer":1}"""),
            new TreeMap<>(Map.of("team", "review")),
            "agent-review.a");

    assertThat(spec.capabilities())
        .extracting(capability -> capability.qualified())
        .containsExactly("a@1.2.0", "b");
    assertThat(spec.concurrentTasks()).isEqualTo(4);
    assertThat(spec.queuedTasks()).isEqualTo(64);
    assertThat(spec.labels()).containsEntry("team", "review");
  }

  @Test
  void shouldReadGroup() {
    GroupSpec spec =
        Specs.group(
            Value.parse(
                """
                {"members":{"selector":{"matchLabels":{"team":"review"}},"minimum":3,
                            "roles":[{"name":"reviewer","selector":{"matchLabels":{"r":"1"}}}]},
                 "state":{"keys":[{"prefix":"findings/","merge":"JsonMergePatch"}]},
                 "barriers":[{"name":"all","parties":{"all":{}},"timeout":"1m30s"},
                             {"name":"some","parties":{"percent":50}}],
                 "decisions":[{"name":"release","options":["yes","no"],"deadline":"30s",
                               "electorate":{"role":"reviewer","weights":[{"agent":"lead","weight":2}]},
                               "quorumPercent":60}]}"""));

    assertThat(spec.selector()).containsEntry("team", "review");
    assertThat(spec.minimumMembers()).isEqualTo(3);
    assertThat(spec.mergePolicy("findings/x")).isEqualTo(MergePolicy.JSON_MERGE_PATCH);
    assertThat(spec.barriers().getFirst().timeoutMillis()).isEqualTo(90_000);
    assertThat(spec.barriers().getLast().parties()).isEqualTo(new GroupSpec.Parties.Percent(50));
    assertThat(spec.decisions().getFirst().weights()).containsEntry("lead", 2);
    assertThat(spec.decisions().getFirst().role()).isEqualTo("reviewer");
    assertThat(spec.decisions().getFirst().deadlineMillis()).isEqualTo(30_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{\"barriers\":[{\"name\":\"a\",\"timeout\":\"soon\"}]}|spec.barriers[0].timeout",
        "{\"barriers\":{}}|a list in spec.barriers",
        "{\"decisions\":[{}]}|a string in spec.decisions[0].name",
        "{\"members\":{\"minimum\":\"3\"}}|a whole number in spec.members.minimum",
        "{\"state\":{\"keys\":[{\"prefix\":\"a\",\"merge\":\"Best\"}]}}|LastWriter",
        "[]|an object in spec",
      })
  void shouldSayWhereASpecIsWrong(String spec, String expected) {
    assertThatThrownBy(() -> Specs.group(Value.parse(spec)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void shouldRefuseDigestThatIsNotTheDefinitions() {
    var resource =
        new Commands.Resource(
            "review",
            "w",
            new dev.synod.kernel.agent.Declaration("u", 1, ""),
            Value.parse("{\"groupRef\":{\"name\":\"g\"},\"definition\":{\"do\":[]}}"),
            new TreeMap<>(),
            "",
            "sha256:00");

    assertThatThrownBy(() -> Commands.declare(Kind.WORKFLOWS, resource))
        .hasMessageContaining("Expected the digest");
  }
}
