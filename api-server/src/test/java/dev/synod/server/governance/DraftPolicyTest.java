package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Scope;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.kernel.value.Value;
import dev.synod.server.declaration.PolicySpecs;
import org.junit.jupiter.api.Test;

class DraftPolicyTest {
  private static final PolicySpec NOTHING =
      PolicySpecs.policy(Value.parse("{\"module\":\"deny contains \\\"no\\\"\"}"));

  @Test
  void shouldHaveASayWhereADeclaredOneWouldHaveIt() {
    assertThat(concerns("resource.create", "GovernancePolicy")).isTrue();
    assertThat(concerns("resource.update", "GovernancePolicy")).isFalse();
    assertThat(concerns("resource.delete", "GovernancePolicy")).isFalse();
    assertThat(concerns("resource.delete", "Agent")).isTrue();
    assertThat(concerns("declaration.write", "Agent")).isFalse();
  }

  private static boolean concerns(String action, String kind) {
    ObjectNode input = new ObjectMapper().createObjectNode();
    input.putObject("resource").put("kind", kind);
    return new DraftPolicy(new PolicyRef("review", "nothing"), NOTHING)
        .concerns(action, Scope.of("review"), input, "synod-system");
  }
}
