package dev.synod.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What answers of the API server mean for a change. */
class PolicyClientTest {
  private static final String PROBLEM = "{\"code\":\"limit-exceeded\",\"detail\":\"too much\"}";

  private static Review review(String operation) {
    return new Review(JsonNodeFactory.instance.objectNode().put("operation", operation));
  }

  @Test
  void shouldRefuseWhatCantBePutToPolicy() throws IOException {
    assertThat(PolicyClient.read(review("CREATE"), 413, PROBLEM).allowed()).isFalse();
    assertThat(PolicyClient.read(review("UPDATE"), 400, PROBLEM).reasons())
        .containsExactly("it can't be put to policy: too much");
  }

  @Test
  void shouldRefuseWhatComesWithTooMuchWhateverItIs() throws IOException {
    assertThat(PolicyClient.read(review("CREATE"), 429, PROBLEM).allowed()).isFalse();
    assertThat(PolicyClient.read(review("DELETE"), 429, PROBLEM).allowed()).isFalse();
  }

  @Test
  void shouldLeaveToTheFailurePolicyWhatNobodyCanSay() {
    assertThatThrownBy(() -> PolicyClient.read(review("DELETE"), 413, PROBLEM))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PolicyClient.read(review("CREATE"), 503, PROBLEM))
        .isInstanceOf(IOException.class)
        .hasMessage("it answered 503 limit-exceeded: too much");
  }
}
