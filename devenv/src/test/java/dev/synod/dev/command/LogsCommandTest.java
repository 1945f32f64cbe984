package dev.synod.dev.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogsCommandTest {
  private static final List<String> NAMES =
      List.of("api-server", "review.historian-0", "review.historian-1", "supervisor");

  @Test
  void shouldSuggestThePodsThatANameIsShortFor() {
    assertThat(LogsCommand.unknown("historian", NAMES))
        .contains("Did you mean review.historian-0 or review.historian-1?")
        .contains("There are: api-server, review.historian-0,");
  }

  @Test
  void shouldSuggestNothingWhenNothingIsLikeTheName() {
    assertThat(LogsCommand.unknown("etcd", NAMES))
        .contains("'etcd' names none or several. There are: api-server,");
  }
}
