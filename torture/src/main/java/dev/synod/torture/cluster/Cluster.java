package dev.synod.torture.cluster;

import dev.synod.sdk.SynodClient;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Host;
import dev.synod.testkit.server.Issuers;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The servers, and a namespace with agents and a group that clients work in. */
public final class Cluster implements AutoCloseable {
  public static final int SIZE = 3;
  public static final String NAMESPACE = "torture";
  public static final String GROUP = "arena";
  public static final String CAPABILITY = "work";

  /** Few, so that a watch which falls behind meets compaction. */
  private static final String TAIL_EVENTS = "40";

  private static final Duration DECLARED_LIMIT = Duration.ofSeconds(60);

  private final Replicas replicas;
  private final @Nullable Network network;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Cluster(Replicas replicas, @Nullable Network network) {
    this.replicas = replicas;
    this.network = network;
  }

  /**
   * Starts it.
   *
   * @param directory for data and logs
   * @param bug that is planted into each server; empty for none
   * @param callers agents that ask and do no tasks
   * @param workers agents that do tasks
   */
  public static Cluster start(
      Path directory, String bug, List<String> callers, List<String> workers) throws Exception {
    Network network = Network.isAllowed() ? Network.create(SIZE) : null;
    try {
      List<Host> hosts =
          network == null ? Collections.nCopies(SIZE, Host.LOOPBACK) : network.hosts();
      InetAddress outside =
          network == null
              ? InetAddress.getLoopbackAddress()
              : InetAddress.getByName(network.outside());
      Replicas replicas =
          Replicas.start(
              directory,
              hosts,
              new Issuers(outside),
              server -> server.withBug(bug).with("SYNOD_TAIL_EVENTS", TAIL_EVENTS));
      var cluster = new Cluster(replicas, network);
      // Whoever interrupts a run leaves neither processes nor networks behind.
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
      cluster.declare(callers, workers);
      return cluster;
    } catch (Exception | AssertionError e) {
      if (network != null) {
        network.close();
      }
      throw e;
    }
  }

  private void declare(List<String> callers, List<String> workers)
      throws IOException, InterruptedException {
    for (String agent : callers) {
      declare(agent, "[]");
    }
    for (String agent : workers) {
      declare(agent, "[{\"name\":\"%s\",\"version\":\"1.0.0\"}]".formatted(CAPABILITY));
    }
    put(
        "groups/" + NAMESPACE + "/" + GROUP,
        """
        {"uid":"g","generation":1,"spec":{
          "members":{"selector":{"matchLabels":{"team":"torture"}},"minimum":1},
          "state":{"keys":[{"prefix":"reg/","merge":"LastWriter"},
                           {"prefix":"done/","merge":"LastWriter"}]}}}""");
    String token = replicas.issuers().agent(NAMESPACE, callers.getFirst());
    for (ApiServer server : replicas.servers()) {
      Await.until(
          DECLARED_LIMIT,
          "the group at each server",
          () -> server.get(token, path() + "/state").status() == 200);
    }
  }

  private void declare(String agent, String capabilities) throws IOException, InterruptedException {
    put(
        "agents/" + NAMESPACE + "/" + agent,
        """
        {"uid":"%1$s","generation":1,"applier":"","labels":{"team":"torture"},
         "clientId":"agent-torture.%1$s","spec":{"capabilities":%2$s}}"""
            .formatted(agent, capabilities));
  }

  private void put(String path, String body) throws IOException, InterruptedException {
    ApiServer server = replicas.servers().getFirst();
    Answer answer =
        server.call(replicas.issuers().operator(), "PUT", "/v1/declarations/" + path, body);
    if (answer.status() != 200) {
      throw new IOException(
          "Expected the declaration %s to be taken, but found %d: %s"
              .formatted(path, answer.status(), answer.body()));
    }
  }

  /** Of the group, at each server. */
  public static String path() {
    return "/v1/namespaces/" + NAMESPACE + "/groups/" + GROUP;
  }

  /** The servers, {@code r1} first. */
  public List<ApiServer> servers() {
    return replicas.servers();
  }

  /** A token of an agent, good for an hour. */
  public String token(String agent) {
    return replicas.issuers().agent(NAMESPACE, agent);
  }

  /**
   * A client of an agent.
   *
   * @param first the server that it asks as long as that one answers, by its place
   */
  public SynodClient client(String agent, int first) throws IOException {
    var urls = new ArrayList<URI>();
    for (int i = 0; i < SIZE; i++) {
      urls.add(URI.create(servers().get((first + i) % SIZE).url()));
    }
    return SynodClient.builder()
        .servers(urls)
        .trust(Files.readString(servers().getFirst().authority()))
        .tokens(() -> token(agent))
        .namespace(NAMESPACE)
        .agent(agent)
        .build();
  }

  /** The place of the server that leads; waits for one. */
  public int leader() {
    return servers().indexOf(replicas.leader());
  }

  /** The network between the servers, where this process may cut it. */
  public Optional<Network> network() {
    return Optional.ofNullable(network);
  }

  /** Sends a signal to a server's process, {@code STOP} or {@code CONT}. */
  public void signal(int index, String signal) throws IOException, InterruptedException {
    Commands.run("kill", "-" + signal, "" + servers().get(index).pid());
  }

  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    replicas.close();
    if (network != null) {
      network.close();
    }
  }
}
