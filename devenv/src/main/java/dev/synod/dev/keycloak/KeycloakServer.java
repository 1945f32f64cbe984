package dev.synod.dev.keycloak;

import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.Probes;
import dev.synod.dev.workspace.Secrets;
import dev.synod.realm.RealmSettings.AdminClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keycloak on a loopback port, with its database in a file.
 *
 * @param distribution its program
 * @param data folder of the database and of the first administrator's secret
 * @param log its log file
 */
public record KeycloakServer(KeycloakDistribution distribution, Path data, Path log, int port) {

  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final String ADMIN_CLIENT = "synod-bootstrap";

  /** What Keycloak's own launcher passes; a JVM of ours can be ended by its number. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+AutoCreateSharedArchive",
          "-Xlog:cds=off",
          "-Xlog:aot=off",
          "-XX:+ExitOnOutOfMemoryError",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dfile.encoding=UTF-8",
          "-Duser.language=en",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
              + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
          "-Dpicocli.disable.closures=true");

  /** Base URL. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Issuer of one realm's tokens. */
  public URI issuer(String realm) {
    return URI.create(url() + "/realms/" + realm);
  }

  /** The client that the first start creates in realm {@code master}. */
  public AdminClient adminClient() throws IOException {
    return new AdminClient(ADMIN_CLIENT, Secrets.loadOrCreate(data.resolve("bootstrap-secret")));
  }

  /** The process. */
  public Part part() {
    return new Part.Service(
        "keycloak", Set.of(), this::launch, Probes.http(url() + "/realms/master"), READY_WITHIN);
  }

  private ProcessSpec launch() throws IOException {
    Files.createDirectories(data);
    Path home = distribution.home();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-XX:SharedArchiveFile=" + home.resolveSibling(home.getFileName() + ".jsa"));
    command.add("-Dkc.home.dir=" + home);
    command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
    command.addAll(
        List.of(
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
            "start",
            "--optimized",
            "--cache=local",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--hostname=" + url(),
            "--db-url=jdbc:h2:file:%s;NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE"
                .formatted(data.resolve("keycloak"))));
    AdminClient admin = adminClient();
    return new ProcessSpec(
        command,
        Map.of(
            "KC_BOOTSTRAP_ADMIN_CLIENT_ID",
            admin.id(),
            "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
            admin.secret()),
        data,
        log);
  }
}
