package dev.synod.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","extra":[{"request":{"uid":"another"}}],
       "request":{"uid":"u1","kind":{"kind":"Agent"},"namespace":"review","name":"historian",
         "operation":"UPDATE","userInfo":{"username":"ada","groups":["devs"]},
         "object":{"spec":%1$s},"oldObject":{"%2$s":[]},"options":{"deep":%1$s},"dryRun":true}}""";

  private static byte[] review(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);
    return REVIEW.formatted(deep, "n".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadAllButTheObjectsHoweverTheyAreNested() throws IOException {
    assertThatThrownBy(() -> new ObjectMapper().readTree(review(1_000)))
        .isInstanceOf(StreamConstraintsException.class);

    Review review = new Review(Head.read(review(10_000)));

    assertThat(review.request().toString())
        .isEqualTo(
            "{\"uid\":\"u1\",\"kind\":{\"kind\":\"Agent\"},\"namespace\":\"review\",\"name\":\"historian\","
                + "\"operation\":\"UPDATE\",\"userInfo\":{\"username\":\"ada\",\"groups\":[\"devs\"]},\"dryRun\":true}");
    assertThat(review.refusal(Judgement.refused("it is deep")))
        .isEqualTo("ada may not update Agent review/historian: it is deep.");
  }

  @Test
  void shouldReadNothingThatIsNoReview() throws IOException {
    for (String other : new String[] {"[]", "1", "{}", "{\"request\":1}", "{\"request\":[{}]}"}) {
      assertThat(Head.read(other.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
    assertThatThrownBy(() -> Head.read("{".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Head.read(review(30_000))).isInstanceOf(IOException.class);
  }
}
