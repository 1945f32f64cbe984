package dev.synod.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.keycloak.KeycloakDistribution;
import dev.synod.dev.keycloak.KeycloakServer;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.dev.workspace.Secrets;
import dev.synod.realm.Person;
import dev.synod.realm.RealmBootstrap;
import dev.synod.realm.RealmSettings;
import dev.synod.realm.RealmSettings.AdminClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keycloak with realm {@code synod} as {@code ./dev up} sets it up, and one person per role, named
 * like it. Started in 20 to 60 seconds.
 */
public final class Keycloak extends ServerExtension<Keycloak.Running> {

  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final String REALM = "synod";

  /** A server with what ends it. */
  record Running(
      KeycloakServer keycloak, List<Person> people, String operatorSecret, TemporaryServers servers)
      implements AutoCloseable {

    @Override
    public void close() {
      servers.close();
    }
  }

  /** One that the tests of a run share. */
  public Keycloak() {
    super(Running.class);
  }

  @Override
  Running start() throws Exception {
    Path folder = TemporaryServers.newFolder();
    KeycloakServer keycloak =
        new KeycloakServer(
            KeycloakDistribution.in(Toolchain.of(System.getenv()).cache()),
            folder.resolve("data"),
            folder.resolve("keycloak.log"),
            FreePorts.find(1).getFirst());
    TemporaryServers servers = TemporaryServers.start(folder, List.of(keycloak.part()), LIMIT);
    List<Person> people =
        Stream.of("admin", "viewer", "editor", "governor", "auditor")
            .map(name -> new Person(name, name, Secrets.random()))
            .toList();
    String secret =
        RealmBootstrap.run(
            new RealmSettings(
                keycloak.url(), keycloak.adminClient(), REALM, people, true, Optional.empty()));
    return new Running(keycloak, people, secret, servers);
  }

  /** Base URL. */
  public URI url() {
    return server().keycloak().url();
  }

  /** Issuer of the realm's tokens. */
  public URI issuer() {
    return server().keycloak().issuer(REALM);
  }

  /** Secret of client {@code synod-operator}. */
  public String operatorSecret() {
    return server().operatorSecret();
  }

  /** The client of realm {@code master} that may set up realms. */
  public AdminClient adminClient() throws IOException {
    return server().keycloak().adminClient();
  }

  /** An access token of one of the people. */
  public String tokenOf(String person) throws IOException, InterruptedException {
    Person found =
        server().people().stream()
            .filter(one -> one.name().equals(person))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no person " + person));
    return token(
        "grant_type=password&client_id=%s&username=%s&password=%s"
            .formatted(RealmBootstrap.CLI_CLIENT, found.name(), found.password()));
  }

  /** An access token of a client that has a service account. */
  public String tokenOfClient(String clientId, String clientSecret)
      throws IOException, InterruptedException {
    return token(
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(clientId, clientSecret));
  }

  private String token(String form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("Expected a token, but found " + response.body());
      }
      return new ObjectMapper().readTree(response.body()).path("access_token").asText();
    }
  }
}
