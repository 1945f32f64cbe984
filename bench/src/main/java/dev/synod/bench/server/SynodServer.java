package dev.synod.bench.server;

import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Issuers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged API server with the JVM options that it is shipped with, with TLS, an issuer of
 * tokens and Open Policy Agent; PostgreSQL where it is asked for.
 */
public final class SynodServer implements AutoCloseable {
  public static final String NAMESPACE = "bench";
  public static final String AGENT = "writer";
  public static final String GROUP = "writers";

  private static final Duration DEPENDENCIES_LIMIT = Duration.ofMinutes(2);

  private final Issuers issuers;
  private final TemporaryServers dependencies;
  private final ApiServer server;
  private final Duration readyAfter;

  /**
   * Starts the dependencies, and when they serve, the server.
   *
   * @param jvmOptions beside those that it is shipped with
   */
  public SynodServer(Path directory, boolean withDatabase, List<String> jvmOptions)
      throws Exception {
    Toolchain tools = Toolchain.of(System.getenv());
    Path folder = TemporaryServers.newFolder();
    List<Integer> ports = FreePorts.find(3);
    var opa =
        new OpaServer(
            tools.path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    var postgres =
        new PostgresServer(
            new PostgresDistribution(tools.cache()),
            folder.resolve("postgres"),
            folder.resolve("postgresql.log"),
            ports.get(2));
    List<Part> parts = new ArrayList<>(List.of(opa.part()));
    if (withDatabase) {
      parts.addAll(postgres.parts());
    }
    issuers = new Issuers();
    dependencies = TemporaryServers.start(folder, parts, DEPENDENCIES_LIMIT);
    server =
        new ApiServer(Files.createDirectories(directory), issuers, opa.url(), opa.bundlePort())
            .withShippedOptions(jvmOptions.toArray(String[]::new));
    if (withDatabase) {
      server
          .with("SYNOD_DB_URL", postgres.url())
          .with("SYNOD_DB_USER", PostgresServer.NAME)
          .with("SYNOD_DB_PASSWORD", postgres.password());
    }
    long begin = System.nanoTime();
    server.start();
    readyAfter = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** From the start of the process to its first answer that it is ready. */
  public Duration readyAfter() {
    return readyAfter;
  }

  /** Declares the agent and its group, as the operator does. */
  public void declare() throws IOException, InterruptedException {
    put(
        "agents/%s/%s".formatted(NAMESPACE, AGENT),
        """
        {"uid":"a","generation":1,"applier":"","labels":{"role":"writer"},
         "clientId":"agent-%s.%s",
         "spec":{"capabilities":[{"name":"write","version":"1.0.0"}]}}"""
            .formatted(NAMESPACE, AGENT));
    put(
        "groups/%s/%s".formatted(NAMESPACE, GROUP),
        """
        {"uid":"g","generation":1,"spec":{
          "members":{"selector":{"matchLabels":{"role":"writer"}},"minimum":1},
          "state":{"keys":[{"prefix":"documents/","merge":"LastWriter"}]}}}""");
  }

  private void put(String path, String body) throws IOException, InterruptedException {
    Answer answer = server.call(issuers.operator(), "PUT", "/v1/declarations/" + path, body);
    if (answer.status() != 200) {
      throw new IOException("Expected the declaration to be taken, but: " + answer.body());
    }
  }

  public int port() {
    return URI.create(server.url()).getPort();
  }

  /** The certificate authority that the server's certificate is signed by. */
  public Path authority() {
    return server.authority();
  }

  /** A token of the agent's client, good for an hour. */
  public String agentToken() {
    return issuers.agent(NAMESPACE, AGENT);
  }

  /** What the process uses. */
  public Usage usage() {
    return new Usage(server.pid());
  }

  @Override
  public void close() {
    server.close();
    dependencies.close();
    issuers.close();
  }
}
