package dev.synod.rego;

import static dev.synod.rego.Sight.EXISTING;
import static dev.synod.rego.Sight.RESOURCE;
import static dev.synod.rego.Sight.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deny contains \"no\"",
        "deny contains \"no\" if input.subject.name == \"lead\"",
        "deny contains \"no\" if input.action == input.parameters.action",
        "deny contains \"no\" if time.clock(input.time)[0] > 22; input.scope.group == \"g\"",
        "deny contains \"no\" if my_input.resource; inputs.resource; other_input == 1",
      })
  void shouldSeeThatTheQuestionIsEnough(String module) {
    assertThat(Sight.of(module)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deny contains \"no\" if input",
        "deny contains \"no\" if input[\"resource\"]",
        "deny contains \"no\" if input [\"resource\"]",
        "deny contains \"no\" if input[name]",
        "deny contains \"no\" if input\n.resource",
        "deny contains \"no\" if walk(input, [path, value])",
        "deny contains \"no\" if object.get(input, [\"resource\"], 0)",
        "import input as question",
        "deny contains \"no\" if input.subjects",
        "deny contains \"no\" if { some x in input }",
        "deny contains \"no\" if f with input as {}",
        "deny contains \"no\" if input.subject == input",
      })
  void shouldTakeWhatItDoesNotUnderstandForAllOfTheContent(String module) {
    assertThat(Sight.of(module)).containsExactly(RESOURCE, EXISTING, USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deny contains \"no\" if input.resource.key == \"a\"",
        "import input.resource\ndeny contains \"no\" if resource.key",
        "deny contains \"no\" if input.resource",
      })
  void shouldSeeTheResource(String module) {
    assertThat(Sight.of(module)).containsExactly(RESOURCE);
  }

  @ParameterizedTest
  @ValueSource(strings = "deny contains \"no\" if input.usage.tasks > 1; input.existing == null")
  void shouldSeeWhatThereIs(String module) {
    assertThat(Sight.of(module)).containsExactly(EXISTING, USAGE);
  }
}
