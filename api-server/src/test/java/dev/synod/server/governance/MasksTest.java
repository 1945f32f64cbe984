package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  @Test
  void shouldFindAPathInEachItemAndInNamesThatHaveDots() throws JsonProcessingException {
    JsonNode input =
        json(
            "{\"o\":{\"env\":[{\"n\":1,\"v\":2},{\"v\":3},[{\"v\":4}],5],\"a.b/c\":{\"d.e\":6,\"f\":7}}}");

    Masks masks = Masks.apply(input, List.of("o.env.v", "o.a.b/c.d.e"));

    assertThat(masks.input())
        .isEqualTo(json("{\"o\":{\"env\":[{\"n\":1},{},[{}],5],\"a.b/c\":{\"f\":7}}}"));
    assertThat(masks.masked()).containsExactly("o.env.v", "o.a.b/c.d.e");
  }

  @Test
  void shouldMaskAllContentWhereItCannotBeSaidWhichIsToBe() throws JsonProcessingException {
    String many =
        IntStream.range(0, 65).mapToObj("\"a%d\""::formatted).collect(Collectors.joining(","));

    assertThat(OpaClient.paths(json("[\"a.b\"]"))).containsExactly("a.b");
    assertThat(OpaClient.paths(null)).isEmpty();
    assertThat(OpaClient.paths(json("[\"a\",1]"))).containsExactly("a", "resource", "existing");
    assertThat(OpaClient.paths(json("\"a\""))).containsExactly("resource", "existing");
    assertThat(OpaClient.paths(json("[\"%s\"]".formatted("a".repeat(1_025)))))
        .containsExactly("resource", "existing");
    assertThat(OpaClient.paths(json("[" + many + "]"))).hasSize(66).contains("resource", "a63");
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
