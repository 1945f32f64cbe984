package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The leader alone writes history; what it has written takes up no room at the others either. */
@Timeout(600)
class FollowerJournalIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int DOCUMENT_CHARS = 200_000;

  private static final int FILE_BYTES = 4 << 20;

  /** This makes two journal files and a half. */
  private static final int WRITES = FILE_BYTES / DOCUMENT_CHARS * 5 / 2;

  @Test
  void shouldRemoveJournalFilesAtEachReplicaOnceHistoryHasThem() throws Exception {
    try (Replicas synod =
        Replicas.start(
            3,
            server -> {
              POSTGRES.environment().forEach(server::with);
              var _ =
                  server
                      .with("SYNOD_JOURNAL_FILE_BYTES", "" + FILE_BYTES)
                      .with("SYNOD_JOURNAL_KEPT_BYTES", "0");
            })) {
      String lead = synod.issuers().agent("review", "lead");
      ApiServer leader = synod.leader();
      Review.declare(leader, synod.issuers());
      String path = Review.GROUP + "/state/findings/large";
      String large = "\"" + "x".repeat(DOCUMENT_CHARS) + "\"";
      Await.until(LIMIT, "declared", () -> leader.call(lead, "PUT", path, large).status() == 200);

      for (int i = 1; i < WRITES; i++) {
        assertThat(leader.call(lead, "PUT", path, large).status()).isEqualTo(200);
      }

      for (ApiServer server : synod.servers()) {
        Await.until(
            LIMIT,
            "one file is left at %s, and not the first one".formatted(server.url()),
            () -> files(server).size() == 1 && !files(server).contains(firstFile(server)));
      }
    }
  }

  private static Path journal(ApiServer server) {
    return server.directory().resolve("data/journal");
  }

  /** The file that begins with the log. */
  private static Path firstFile(ApiServer server) {
    return journal(server).resolve("%020d.journal".formatted(1));
  }

  private static List<Path> files(ApiServer server) throws IOException {
    try (Stream<Path> files = Files.list(journal(server))) {
      return files.filter(file -> file.toString().endsWith(".journal")).toList();
    }
  }
}
