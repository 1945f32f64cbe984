package dev.synod.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCredentialsTest {
  @TempDir Path directory;
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private Runnable whenAsked = () -> {};

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
    write("token-url", "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort()));
    write("client-id", "one");
    write("client-secret", "first");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Only client two with secret second is known. */
  private void answer(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(form);
    whenAsked.run();
    boolean known = form.endsWith("client_id=two&client_secret=second");
    byte[] body =
        (known
                ? "{\"access_token\":\"token\",\"expires_in\":300}"
                : "{\"error\":\"invalid_client\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  @Test
  void shouldAskAgainWhenFilesWereReplacedWhileItAsked() throws Exception {
    whenAsked =
        () -> {
          try {
            write(
                asked.size() == 1 ? "client-id" : "client-secret",
                asked.size() == 1 ? "two" : "second");
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };

    String token = TokenSource.clientCredentials(directory).token();

    assertThat(token).isEqualTo("token");
    assertThat(asked)
        .map(form -> form.substring(form.indexOf("client_id")))
        .containsExactly(
            "client_id=one&client_secret=first",
            "client_id=two&client_secret=first",
            "client_id=two&client_secret=second");
  }

  @Test
  void shouldFailAtOnceAndWithoutSecretWhenFilesAreAsTheyWere() {
    assertThatThrownBy(() -> TokenSource.clientCredentials(directory).token())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("401 invalid_client")
        .hasMessageNotContaining("first");
    assertThat(asked).hasSize(1);
  }
}
