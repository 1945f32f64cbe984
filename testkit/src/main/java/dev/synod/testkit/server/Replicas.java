package dev.synod.testkit.server;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;

/** Several packaged servers as one group, each a process with an OPA of its own beside it. */
public final class Replicas implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PORTS_EACH = 4;
  private static final int MINUTES_OF_A_DAY = 1_440;

  private final Path directory;
  private final Issuers issuers;
  private final List<ApiServer> servers = new ArrayList<>();
  private final List<Integer> peerPorts = new ArrayList<>();
  private final Supervisor opas;
  private final String places;

  private Replicas(Path directory, Issuers issuers, List<Part> opas, String places) {
    this.places = places;
    this.directory = directory;
    this.issuers = issuers;
    this.opas = new Supervisor(opas, directory.resolve("run"));
  }

  /** Starts that many, and waits until each of them serves. */
  public static Replicas start(int count) throws Exception {
    return start(count, server -> {});
  }

  /**
   * Starts that many, and waits until each of them serves.
   *
   * @param settings told of each server before it starts, {@code r1} first
   */
  public static Replicas start(int count, Consumer<ApiServer> settings) throws Exception {
    return start(
        Files.createTempDirectory("replicas-it"),
        Collections.nCopies(count, Host.LOOPBACK),
        new Issuers(),
        settings);
  }

  /**
   * Starts one at each host, and waits until each of them serves.
   *
   * @param directory for data and logs of all
   * @param issuers whom all hosts reach; closed with the replicas
   * @param settings told of each server before it starts, {@code r1} first
   */
  public static Replicas start(
      Path directory, List<Host> hosts, Issuers issuers, Consumer<ApiServer> settings)
      throws Exception {
    Replicas replicas = prepare(directory, hosts, issuers);
    replicas.servers.forEach(settings);
    try {
      for (ApiServer server : replicas.servers) {
        server.launch();
      }
      replicas.opas.start();
      for (ApiServer server : replicas.servers) {
        server.awaitReady();
      }
      return replicas;
    } catch (Exception | AssertionError e) {
      replicas.close();
      throw e;
    }
  }

  /** Starts the first of that many, as one that knows of no others. */
  public static Replicas startOneOf(int count) throws Exception {
    Replicas replicas =
        prepare(
            Files.createTempDirectory("replicas-it"),
            Collections.nCopies(count, Host.LOOPBACK),
            new Issuers());
    try {
      replicas.opas.start();
      var _ = replicas.servers.getFirst().with("SYNOD_REPLICAS", "").start();
      return replicas;
    } catch (Exception | AssertionError e) {
      replicas.close();
      throw e;
    }
  }

  /** Starts the first one anew, among the others, which it takes in. */
  public void grow() throws Exception {
    ApiServer first = servers.getFirst();
    first.with("SYNOD_REPLICAS", places).stop();
    for (ApiServer server : servers) {
      server.launch();
    }
    for (ApiServer server : servers) {
      server.awaitReady();
    }
  }

  private static Replicas prepare(Path directory, List<Host> hosts, Issuers issuers)
      throws Exception {
    int count = hosts.size();
    List<Integer> ports = FreePorts.find(PORTS_EACH * count);
    List<OpaServer> opas =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new OpaServer(
                        Toolchain.of(System.getenv()).path(Tool.OPA),
                        directory.resolve("opa-" + name(i) + ".yaml"),
                        directory.resolve("opa-" + name(i) + ".log"),
                        ports.get(PORTS_EACH * i),
                        ports.get(PORTS_EACH * i + 1)))
            .toList();
    String places =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "%s=%s:%d/%s:%d"
                        .formatted(
                            name(i),
                            hosts.get(i).address(),
                            ports.get(PORTS_EACH * i + 2),
                            hosts.get(i).address(),
                            ports.get(PORTS_EACH * i + 3)))
            .collect(Collectors.joining(","));
    var replicas = new Replicas(directory, issuers, parts(opas, hosts), places);
    CertificateAuthority peers =
        CertificateAuthority.loadOrCreate(directory, "replicas-ca", Clock.systemUTC());
    List<String> names =
        Stream.concat(Stream.of("localhost"), hosts.stream().map(Host::address))
            .distinct()
            .toList();
    KeyFiles certificate = peers.issue(directory, "replica", "CN=synod-replica", names);
    for (int i = 0; i < count; i++) {
      OpaServer opa = opas.get(i);
      replicas.peerPorts.add(ports.get(PORTS_EACH * i + 3));
      replicas.servers.add(
          new ApiServer(
                  replicas.folder(name(i)), hosts.get(i), issuers, opa.url(), opa.bundlePort())
              .with("SYNOD_REPLICA_NAME", name(i))
              .with("SYNOD_REPLICAS", places)
              .with("SYNOD_PEER_CA", peers.certificateFile().toString())
              .with("SYNOD_PEER_CERT", certificate.open().toString())
              .with("SYNOD_PEER_KEY", certificate.key().toString()));
    }
    return replicas;
  }

  private static String name(int index) {
    return "r" + (index + 1);
  }

  /** All servers have one authority, so that a client trusts each of them. */
  private Path folder(String name) throws Exception {
    CertificateAuthority shared =
        CertificateAuthority.loadOrCreate(directory, "ca", Clock.systemUTC());
    Path folder = Files.createDirectory(directory.resolve(name));
    Files.copy(shared.certificateFile(), folder.resolve("ca.crt"));
    Files.copy(shared.keyFile(), folder.resolve("ca.key"));
    return folder;
  }

  private static List<Part> parts(List<OpaServer> opas, List<Host> hosts) {
    return IntStream.range(0, opas.size())
        .<Part>mapToObj(i -> at(hosts.get(i), opas.get(i).part("opa-" + name(i))))
        .toList();
  }

  /** Elsewhere an OPA is reached by its API server alone, whose readiness tells of it. */
  private static Part at(Host host, Part part) {
    if (host.enter().isEmpty() || !(part instanceof Part.Service opa)) {
      return part;
    }
    return new Part.Service(
        opa.name(),
        opa.after(),
        () -> {
          ProcessSpec here = opa.launch().prepare();
          return new ProcessSpec(
              host.command(here.command()), here.environment(), here.directory(), here.log());
        },
        () -> {},
        opa.readyWithin());
  }

  public Issuers issuers() {
    return issuers;
  }

  /** In the order of their names, {@code r1} first. */
  public List<ApiServer> servers() {
    return List.copyOf(servers);
  }

  /** URLs of all servers, as clients take them. */
  public String urls() {
    return servers.stream().map(ApiServer::url).collect(Collectors.joining(","));
  }

  /** Port of a server's peer service, by its place in the order. */
  public int peerPort(int index) {
    return peerPorts.get(index);
  }

  /** Process number of the OPA beside a server, by its place in the order. */
  public long opaPid(int index) {
    return opas.status().stream()
        .filter(part -> part.name().equals("opa-" + name(index)))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  /** The authority that signs for replicas alone. */
  public Path peerAuthority() {
    return directory.resolve("replicas-ca.crt");
  }

  /** The server that leads, by the word of the others; waits for one. */
  public ApiServer leader() {
    return Await.found(LIMIT, "a leader", this::leads);
  }

  /** A server that does not lead. */
  public ApiServer follower() {
    ApiServer leader = leader();
    return servers.stream()
        .filter(server -> server != leader && server.isRunning())
        .findFirst()
        .orElseThrow();
  }

  private Optional<ApiServer> leads() {
    // For long enough that a server with a wrong clock takes it too.
    JwtClaims claims = issuers.personClaims("watcher", "admin");
    claims.setExpirationTimeMinutesInTheFuture(MINUTES_OF_A_DAY);
    String token = issuers.sign(claims);
    return servers.stream().filter(server -> leads(server, token)).findFirst();
  }

  private static boolean leads(ApiServer server, String token) {
    if (!server.isRunning()) {
      return false;
    }
    try {
      Answer cluster = server.get(token, "/v1/cluster");
      return cluster.status() == 200
          && cluster.body().contains("\"leader\"")
          && cluster.text("self").equals(cluster.text("leader"));
    } catch (IOException e) {
      // It is on its way down, or up.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    servers.forEach(ApiServer::close);
    opas.close();
    issuers.close();
  }
}
