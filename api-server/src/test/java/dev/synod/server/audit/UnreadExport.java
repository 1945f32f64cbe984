package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;

/** An export with more than all that is between a server that sends and a client that reads not. */
final class UnreadExport {
  static final String PATH = "/v1/namespaces/review/audit/entries:export";

  private static final String WANTED = "{\"payloads\":true}";
  private static final int BEGIN_BYTES = 4_096;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LARGE_BYTES = 150_000;
  private static final int LARGE_WRITES = 150;

  /** More leaves than one block of the trail has. */
  private static final int WRITES = 300;

  private UnreadExport() {}

  /** Has an agent write what can't be compressed, and then little things. */
  static void fill(ApiServer server, String agent) throws IOException, InterruptedException {
    var random = new Random(4711);
    byte[] content = new byte[LARGE_BYTES];
    for (int i = 0; i < WRITES; i++) {
      random.nextBytes(content);
      byte[] written = i < LARGE_WRITES ? content : new byte[1];
      String value = "\"" + Base64.getEncoder().encodeToString(written) + "\"";
      Answer answer = server.call(agent, "PUT", Review.GROUP + "/state/findings/large", value);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  /** Has it begun, and its first byte read: the server is in the midst of it from then on. */
  static InputStream begin(ApiServer server, String auditor, Version version)
      throws IOException, InterruptedException {
    InputStream unread =
        server
            .open(
                server
                    .request(auditor, PATH)
                    .version(version)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(WANTED))
                    .build())
            .body();
    assertThat(unread.read()).isEqualTo('P');
    return unread;
  }

  /** Begins one, and ends its connection, or over HTTP/2 its stream, in the midst of it. */
  static void breakOff(ApiServer server, String auditor, Version version) throws Exception {
    if (version == Version.HTTP_2) {
      begin(server, auditor, version).close();
      return;
    }
    try (Socket socket = server.connect()) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: synod\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(PATH, auditor, WANTED.length(), WANTED)
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] begin = socket.getInputStream().readNBytes(BEGIN_BYTES);
      assertThat(new String(begin, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
    }
  }

  /** The line in the server's log, since it had that many bytes, that tells of its end. */
  static String end(ApiServer server, long logged) {
    return Await.found(
        LIMIT,
        "a line on the end of the report",
        () ->
            server
                .logSince(logged)
                .lines()
                .filter(line -> line.contains("report ended"))
                .findAny());
  }

  /** Waits until the server would begin another. */
  static void awaitTurn(ApiServer server, String auditor) {
    Await.until(
        LIMIT,
        "there is a turn again",
        () -> {
          Path archive = Files.createTempFile("after", ".zip");
          try {
            return server.download(auditor, PATH, "{\"actions\":[\"audit.hold\"]}", archive) == 200;
          } finally {
            Files.delete(archive);
          }
        });
  }
}
