package dev.synod.bench.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Issuers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packaged API server with the JVM options that it is shipped with, with TLS, an issuer of
 * tokens and Open Policy Agent; PostgreSQL where it is asked for.
 */
public final class SynodServer implements AutoCloseable {
  public static final String NAMESPACE = "bench";
  public static final String AGENT = "writer";
  public static final String GROUP = "writers";

  private static final String POLICY = "policies/" + NAMESPACE + "/measured";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEPENDENCIES_LIMIT = Duration.ofMinutes(2);

  private final Issuers issuers;
  private final TemporaryServers dependencies;
  private final @Nullable Database database;
  private final ApiServer server;
  private final Duration readyAfter;
  private long policyGeneration;

  /**
   * Starts the dependencies, and when they serve, the server.
   *
   * @param jvmOptions beside those that it is shipped with
   */
  public SynodServer(Path directory, boolean withDatabase, List<String> jvmOptions)
      throws Exception {
    Toolchain tools = Toolchain.of(System.getenv());
    Path folder = TemporaryServers.newFolder();
    List<Integer> ports = FreePorts.find(2);
    var opa =
        new OpaServer(
            tools.path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    issuers = new Issuers();
    dependencies = TemporaryServers.start(folder, List.of(opa.part()), DEPENDENCIES_LIMIT);
    server =
        new ApiServer(Files.createDirectories(directory), issuers, opa.url(), opa.bundlePort())
            .withShippedOptions(jvmOptions.toArray(String[]::new));
    database = withDatabase ? Database.start(tools) : null;
    if (database != null) {
      database.environment().forEach(server::with);
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

  /** Declares the one policy of the namespace, and waits until it is in force. */
  public void declarePolicy(String module) throws IOException, InterruptedException {
    policyGeneration++;
    put(
        POLICY,
        JSON.createObjectNode()
            .put("uid", "p")
            .put("generation", policyGeneration)
            .set("spec", JSON.createObjectNode().put("module", module))
            .toString());
    Await.until(DEPENDENCIES_LIMIT, "the policy is in force", this::isInForce);
  }

  private boolean isInForce() throws IOException, InterruptedException {
    String told = server.get(issuers.operator(), "/v1/declarations/policies/status").body();
    return JSON.readTree(told)
        .at("/0/status/conditions")
        .valueStream()
        .anyMatch(
            condition ->
                condition.path("type").asText().equals("Active")
                    && condition.path("status").asText().equals("True"));
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

  /** The database, where it was asked for. */
  public Database database() {
    Database there = database;
    if (there == null) {
      throw new IllegalStateException("Expected a server that was started with a database.");
    }
    return there;
  }

  /** A metric that has no labels. */
  public double metric(String name) throws IOException, InterruptedException {
    String all = server.get("", "/q/metrics").body();
    return all.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("Expected the metric %s.".formatted(name)));
  }

  /** What the process uses. */
  public Usage usage() {
    return new Usage(server.pid());
  }

  /** In good order, for what a JVM recorded of itself is written when it ends. */
  @Override
  public void close() {
    try (server) {
      if (server.isRunning()) {
        server.stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (database != null) {
      database.close();
    }
    dependencies.close();
    issuers.close();
  }
}
