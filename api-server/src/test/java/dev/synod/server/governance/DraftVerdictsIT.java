package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.kernel.Code;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.value.Value;
import dev.synod.rego.Drafts;
import dev.synod.rego.OpaProgram;
import dev.synod.server.declaration.PolicySpecs;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drafts under the real OPA. */
class DraftVerdictsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<ObjectNode> QUESTIONS =
      Collections.nCopies(3, JsonNodeFactory.instance.objectNode().put("action", "state.write"));

  @Test
  void shouldAnswerEachQuestion() {
    assertThat(within(LIMIT).ask(draft("deny contains \"no\""), QUESTIONS))
        .hasSize(3)
        .allMatch(verdict -> verdict.deny().equals(List.of("no")));
  }

  @Test
  void shouldGiveUpWhatTakesTooLongOverAllItsQuestions() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () -> within(Duration.ofMillis(1)).ask(draft("deny contains \"no\""), QUESTIONS))
        .satisfies(
            refused -> {
              assertThat(refused.rejection().code()).isEqualTo(Code.FAILED_PRECONDITION);
              assertThat(refused.rejection().message())
                  .contains("all questions within 1ms", "try it on fewer decisions");
            });
  }

  private static DraftVerdicts within(Duration totalLimit) {
    String opa = Toolchain.of(System.getenv()).path(Tool.OPA).toString();
    return new DraftVerdicts(new Drafts(new OpaProgram(opa, LIMIT), Countable.words()), totalLimit);
  }

  private static DraftPolicy draft(String module) {
    Value spec =
        Value.parse(JsonNodeFactory.instance.objectNode().put("module", module).toString());
    return new DraftPolicy(new PolicyRef("review", "draft"), PolicySpecs.policy(spec));
  }
}
