package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasksTest {
  @Test
  void shouldLeaveOutWhatStandsAtThePathsAndSayWhich() throws JsonProcessingException {
    JsonNode input = json("{\"subject\":{\"id\":\"a\",\"groups\":[\"g\"]},\"time\":\"t\"}");

    Masks masks = Masks.apply(input, List.of("subject.groups", "time"));

    assertThat(masks.input()).isEqualTo(json("{\"subject\":{\"id\":\"a\"}}"));
    assertThat(masks.masked()).containsExactly("subject.groups", "time");
    assertThat(input.path("time").asText()).isEqualTo("t");
  }

  @Test
  void shouldPassOverPathsThatLeadNowhere() throws JsonProcessingException {
    JsonNode input = json("{\"subject\":{\"id\":\"a\"},\"list\":[1]}");

    Masks masks =
        Masks.apply(input, List.of("", ".", "subject.", "subject.id.x", "none.x", "list.0"));

    assertThat(masks.input()).isEqualTo(input);
    assertThat(masks.masked()).isEmpty();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
