package dev.synod.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls the API as an agent does that asks for a token before each request. */
final class AgentCaller {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http;
  private final Path directory;
  private final URI resource;

  /**
   * Uses the credentials of the agent that runs with these files.
   *
   * @param mounted where the dev node keeps what is mounted in the agent's process
   */
  AgentCaller(Path authority, Path mounted, URI resource)
      throws IOException, GeneralSecurityException {
    this.http = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    try (Stream<Path> files = Files.walk(mounted)) {
      this.directory =
          files.filter(file -> file.endsWith("client-id")).findFirst().orElseThrow().getParent();
    }
    this.resource = resource;
  }

  /** What the files hold now. */
  Map<String, String> credentials() throws IOException {
    Map<String, String> read = new TreeMap<>();
    for (String name : new String[] {"client-id", "client-secret", "token-url"}) {
      read.put(name, Files.readString(directory.resolve(name)).strip());
    }
    return read;
  }

  /** Whether a token is given for them. */
  boolean isKnown(Map<String, String> credentials) throws IOException, InterruptedException {
    return ask(credentials).statusCode() == 200;
  }

  /** The status of one request with a token of its own. */
  int call() throws IOException, InterruptedException {
    Map<String, String> credentials = credentials();
    HttpResponse<String> answer = ask(credentials);
    while (answer.statusCode() != 200) {
      Map<String, String> now = credentials();
      if (now.equals(credentials)) {
        throw new AssertionError("No token: " + answer.statusCode() + " " + answer.body());
      }
      credentials = now;
      answer = ask(credentials);
    }
    JsonNode token = MAPPER.readTree(answer.body());
    return http.send(
            HttpRequest.newBuilder(resource)
                .header("Authorization", "Bearer " + token.path("access_token").asText())
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private HttpResponse<String> ask(Map<String, String> credentials)
      throws IOException, InterruptedException {
    String form =
        Map.of(
                "grant_type", "client_credentials",
                "client_id", credentials.get("client-id"),
                "client_secret", credentials.get("client-secret"))
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(URI.create(credentials.get("token-url")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
