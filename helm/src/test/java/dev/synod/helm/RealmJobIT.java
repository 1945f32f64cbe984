package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.realm.Main;
import dev.synod.testkit.Keycloak;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The process of the chart's Job, with the environment that the chart gives it, on Keycloak. */
class RealmJobIT {
  @RegisterExtension private static final Keycloak KEYCLOAK = new Keycloak();

  private static final String REALM = "by-job";
  private static final String FILE_SUFFIX = "_FILE";

  @TempDir private Path folder;

  private record Outcome(int exit, String output) {}

  @Test
  void shouldSetTheRealmUpAgainAndAgainWithTheOperatorsSecret() throws Exception {
    // Given
    Map<String, String> environment = environment();

    for (String secret : new String[] {"first/secret+1", "second-secret"}) {
      // When
      Files.writeString(Path.of(environment.get("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE")), secret);
      Outcome outcome = run(environment);

      // Then
      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.output()).contains("Realm by-job at").doesNotContain(secret);
      assertThat(logIn(secret)).isEqualTo(200);
    }
    assertThat(logIn("first/secret+1")).isEqualTo(401);
  }

  @Test
  void shouldSayWhatIsMissing() throws Exception {
    // Given
    Map<String, String> environment = environment();
    environment.remove("SYNOD_KEYCLOAK_URL");

    // When
    Outcome outcome = run(environment);

    // Then
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).contains("SYNOD_KEYCLOAK_URL, but it is not set");
  }

  @Test
  void shouldFailWhenTheAdministratorIsRefused() throws Exception {
    // Given
    Map<String, String> environment = environment();
    Files.writeString(
        Path.of(environment.get("SYNOD_KEYCLOAK_ADMIN_CLIENT_SECRET_FILE")), "wrong-one");

    // When
    Outcome outcome = run(environment);

    // Then
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output()).contains("it answered 401").doesNotContain("wrong-one");
  }

  /** What the chart sets, with the Secrets' files in a folder of this test. */
  private Map<String, String> environment() throws IOException {
    Pod job =
        Helm.alone()
            .render(
                Helm.CHART,
                Cases.PLAIN,
                "--set=keycloak.realm=" + REALM,
                "--set=keycloak.url=" + KEYCLOAK.url())
            .pods()
            .stream()
            .filter(pod -> pod.getMetadata().getName().equals("synod-realm"))
            .findFirst()
            .orElseThrow();
    Container container = job.getSpec().getContainers().getFirst();
    var environment = new TreeMap<String, String>();
    for (EnvVar variable : container.getEnv()) {
      String name = variable.getName();
      if (name.endsWith(FILE_SUFFIX)) {
        Path file = Path.of(variable.getValue());
        assertThat(container.getVolumeMounts())
            .as("mounts of " + name)
            .anyMatch(mount -> file.startsWith(mount.getMountPath()));
        environment.put(name, folder.resolve(name).toString());
      } else {
        environment.put(name, variable.getValue());
      }
    }
    Files.writeString(
        Path.of(environment.get("SYNOD_KEYCLOAK_ADMIN_CLIENT_ID_FILE")),
        KEYCLOAK.adminClient().id());
    Files.writeString(
        Path.of(environment.get("SYNOD_KEYCLOAK_ADMIN_CLIENT_SECRET_FILE")),
        KEYCLOAK.adminClient().secret());
    Files.writeString(Path.of(environment.get("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE")), "a-secret");
    return environment;
  }

  private static Outcome run(Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static int logIn(String secret) throws IOException, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id=synod-operator&client_secret="
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "%s/realms/%s/protocol/openid-connect/token"
                              .formatted(KEYCLOAK.url(), REALM)))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }
}
