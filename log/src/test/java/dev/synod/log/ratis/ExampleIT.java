package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogConfig;
import dev.synod.log.Requests;
import dev.synod.log.Tail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/log.md. */
@Timeout(180)
class ExampleIT {
  @TempDir Path directory;

  @Test
  void shouldDoWhatTheDocumentationShows() throws Exception {
    // begin
    try (RatisLog log = RatisLog.open(LogConfig.single(directory, 15_000))) {
      log.awaitLeader(Duration.ofSeconds(20));
      Reply declared = log.submit(Requests.declareGroup(), Lane.NORMAL).get(10, TimeUnit.SECONDS);
      List<Reply> written =
          log.submitAll(List.of(Requests.add("visits", 1), Requests.add("visits", 2)), Lane.NORMAL)
              .get(10, TimeUnit.SECONDS);
      KernelState state = log.linearizable().get(10, TimeUnit.SECONDS);
      Document visits = state.documents().get(Requests.GROUP, "count/visits");
      Tail.Page events = log.tail().after(((Reply.Applied) declared).revision(), 100);
      // end
      assertThat(written).allMatch(reply -> reply instanceof Reply.Applied);
      assertThat(visits.value()).isEqualTo(Value.of(3));
      assertThat(events.events()).hasSize(2);
    }
  }

  @Test
  void shouldBeTheExampleOfTheDocumentation() throws Exception {
    String source = Files.readString(Path.of("src/test/java/dev/synod/log/ratis/ExampleIT.java"));
    String shown =
        source.substring(source.indexOf("// begin\n") + 9, source.indexOf("      // end\n"));
    String unindented = shown.indent(-4).stripTrailing();
    assertThat(Files.readString(Path.of("../docs/log.md"))).contains(unindented);
  }
}
