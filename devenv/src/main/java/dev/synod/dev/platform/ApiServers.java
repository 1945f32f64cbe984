package dev.synod.dev.platform;

import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Ports;
import dev.synod.dev.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The replicas of the API server, each with an OPA of its own beside it. */
record ApiServers(Workspace workspace, List<Replica> replicas) {
  static final String PEER_AUTHORITY = "replicas-ca";
  static final String PEER_CERTIFICATE = "replica";
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * One of them.
   *
   * @param number from 1
   */
  record Replica(int number, Ports.Replica ports, OpaServer opa) {

    /** Its name among the replicas. */
    String name() {
      return "r" + number;
    }

    /** The name of one of its processes; the first one's is as if there were no others. */
    String part(String program) {
      return numbered(program, number);
    }

    String url() {
      return "https://%s:%d".formatted(LOOPBACK, ports.https());
    }
  }

  private static String numbered(String program, int number) {
    return number == 1 ? program : program + "-" + number;
  }

  static ApiServers of(Workspace workspace, Toolchain tools, int count) {
    return new ApiServers(
        workspace,
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number -> {
                  Ports.Replica ports = workspace.ports().replica(number);
                  String opa = numbered("opa", number);
                  return new Replica(
                      number,
                      ports,
                      new OpaServer(
                          tools.path(Tool.OPA),
                          workspace.run().resolve(opa + ".yaml"),
                          workspace.log(opa),
                          ports.opa(),
                          ports.bundle()));
                })
            .toList());
  }

  List<Part> opaParts() {
    return replicas.stream().<Part>map(replica -> replica.opa().part(replica.part("opa"))).toList();
  }

  String urls() {
    return replicas.stream().map(Replica::url).collect(Collectors.joining(","));
  }

  /** What a replica has to be told of itself and of the others. */
  Map<String, String> environment(Replica replica) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SYNOD_HTTP_HOST", LOOPBACK);
    environment.put("SYNOD_HTTPS_PORT", "" + replica.ports().https());
    environment.put("SYNOD_RAFT_PORT", "" + replica.ports().raft());
    environment.put("SYNOD_BUNDLE_PORT", "" + replica.ports().bundle());
    environment.put("SYNOD_OPA_URL", replica.opa().url());
    environment.put("SYNOD_REPLICA_NAME", replica.name());
    environment.put(
        "SYNOD_DATA_DIR", workspace.data().resolve(replica.part("api-server")).toString());
    if (replicas.size() > 1) {
      environment.put("SYNOD_REPLICAS", places());
      environment.put("SYNOD_PEER_CA", file(PEER_AUTHORITY + ".crt"));
      environment.put("SYNOD_PEER_CERT", file(PEER_CERTIFICATE + ".crt"));
      environment.put("SYNOD_PEER_KEY", file(PEER_CERTIFICATE + ".key"));
    }
    return environment;
  }

  private String places() {
    return replicas.stream()
        .map(
            replica ->
                "%s=%s:%d/%s:%d"
                    .formatted(
                        replica.name(),
                        LOOPBACK,
                        replica.ports().raft(),
                        LOOPBACK,
                        replica.ports().peer()))
        .collect(Collectors.joining(","));
  }

  private String file(String name) {
    return workspace.state().resolve(name).toString();
  }
}
