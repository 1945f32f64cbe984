package dev.synod.sdk;

import dev.synod.api.v1.ClientFrame;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to a Synod API server: one connection, shared by all its sessions.
 *
 * <pre>{@code
 * try (var client = SynodClient.fromEnvironment();
 *     var session = client.agent()
 *         .onTask("greet", task -> Json.object().put("text", "Hello, " + task.input().asText()))
 *         .open()) {
 *   session.awaitClosed();
 * }
 * }</pre>
 */
public final class SynodClient implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
  private static final Duration RETRY_FOR = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS_MAX = 5_000;
  private static final long KEEP_ALIVE_SECONDS = 10;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;
  private static final long CLOSE_SECONDS_MAX = 2;

  private final ManagedChannel channel;
  private final @Nullable ExecutorService threads;
  private final BearerCredentials credentials;
  private final Calls calls;
  private final String namespace;
  private final String agent;
  private final Set<AutoCloseable> sessions = ConcurrentHashMap.newKeySet();

  private SynodClient(
      ManagedChannel channel,
      @Nullable ExecutorService threads,
      Builder builder,
      TokenSource tokens) {
    this.channel = channel;
    this.threads = threads;
    this.credentials = new BearerCredentials(tokens);
    this.calls = new Calls(channel, credentials);
    this.namespace = builder.namespace;
    this.agent = builder.agent;
  }

  /** Where the server is and who calls. */
  public static final class Builder {
    private List<URI> servers = List.of();
    private @Nullable String authorities;
    private @Nullable TokenSource tokens;
    private @Nullable ManagedChannel channel;
    private String namespace = "";
    private String agent = "";

    private Builder() {}

    /** URL of the API server, {@code https://host:port}; {@code http} on this machine only. */
    public Builder server(URI value) {
      return servers(List.of(value));
    }

    /**
     * URLs of the API server's replicas, any of which serves. When the one that is connected can't
     * be reached any more, the client goes on with the next, and sessions are taken up there.
     */
    public Builder servers(List<URI> values) {
      servers = List.copyOf(values);
      return this;
    }

    /** Certificate authorities that are trusted, PEM; those of the system by default. */
    public Builder trust(String pem) {
      authorities = pem;
      return this;
    }

    /** Where bearer tokens come from. */
    public Builder tokens(TokenSource value) {
      tokens = value;
      return this;
    }

    /** Of the agent that calls, for {@link SynodClient#agent()}. */
    public Builder namespace(String value) {
      namespace = value;
      return this;
    }

    /** Name of the agent that calls, for {@link SynodClient#agent()}. */
    public Builder agent(String value) {
      agent = value;
      return this;
    }

    /** Instead of a server's URL: a channel, which the client will shut down. */
    Builder channel(ManagedChannel value) {
      channel = value;
      return this;
    }

    /**
     * The client. It connects when it is first used.
     *
     * @throws IllegalArgumentException where something is missing or malformed
     */
    public SynodClient build() {
      TokenSource source = tokens;
      if (source == null) {
        throw new IllegalArgumentException("Expected a token source, but found none.");
      }
      ManagedChannel given = channel;
      if (given != null) {
        return new SynodClient(given, null, this, source);
      }
      ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
      return new SynodClient(connect(virtual), virtual, this, source);
    }

    private ManagedChannel connect(ExecutorService threads) {
      servers.forEach(Builder::requireHost);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException(
            "Expected the server's URL such as https://synod.example.org:443, but found none.");
      }
      boolean isPlain = servers.stream().allMatch(server -> "http".equals(server.getScheme()));
      var builder = NettyChannelBuilder.forTarget(ServerList.target(servers));
      if (isPlain) {
        servers.forEach(Builder::requireLoopback);
        builder.usePlaintext();
      } else {
        secure(builder);
      }
      return builder
          .executor(threads)
          .maxInboundMessageSize(MESSAGE_BYTES_MAX)
          .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
          .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .defaultServiceConfig(RETRIES)
          .enableRetry()
          .build();
    }

    private static void requireHost(URI server) {
      if (server.getHost() == null) {
        throw new IllegalArgumentException(
            "Expected the server's URL such as https://synod.example.org:443, but found %s."
                .formatted(server));
      }
    }

    private void secure(NettyChannelBuilder builder) {
      String pem = authorities;
      if (pem == null) {
        builder.useTransportSecurity();
        return;
      }
      try (var stream = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
        builder.sslContext(GrpcSslContexts.forClient().trustManager(stream).build());
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "Expected certificate authorities in PEM form: " + e.getMessage(), e);
      }
    }

    private static void requireLoopback(URI server) {
      boolean isLoopback =
          switch (server.getHost()) {
            case "localhost", "127.0.0.1", "[::1]" -> true;
            default -> false;
          };
      if (!isLoopback) {
        throw new IllegalArgumentException(
            "Expected https, for a token is sent, but found %s.".formatted(server));
      }
    }
  }

  /** Reads that met a server that was not ready are tried again. */
  private static final Map<String, Object> RETRIES =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name", readMethods(),
                  "retryPolicy",
                      Map.of(
                          "maxAttempts",
                          5.0,
                          "initialBackoff",
                          "0.1s",
                          "maxBackoff",
                          "2s",
                          "backoffMultiplier",
                          2.0,
                          "retryableStatusCodes",
                          List.of("UNAVAILABLE")))));

  private static List<Map<String, String>> readMethods() {
    return List.of(
            "GetDocument", "ListDocuments", "GetBarrier", "GetProposal", "GetTask", "GetDefinition")
        .stream()
        .map(method -> Map.of("service", "synod.v1.Coordination", "method", method))
        .toList();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The client that the environment describes: {@code SYNOD_SERVER} (one URL, or several with
   * commas between them); {@code SYNOD_CA} or {@code SYNOD_CA_FILE} (a file, PEM); {@code
   * SYNOD_CREDENTIALS} (a directory, see {@link TokenSource#clientCredentials(Path)}) or {@code
   * SYNOD_TOKEN_FILE}; {@code SYNOD_NAMESPACE} and {@code SYNOD_AGENT}.
   *
   * @throws IllegalArgumentException that names the variable which is missing or wrong
   */
  public static SynodClient fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static SynodClient fromEnvironment(Map<String, String> environment) {
    return new Environment(environment).client();
  }

  /** A session of the agent that the client was built for. */
  public AgentSession.Builder agent() {
    if (namespace.isEmpty() || agent.isEmpty()) {
      throw new IllegalStateException(
          "Expected the agent's namespace and name (SYNOD_NAMESPACE, SYNOD_AGENT), but found '%s' and '%s'."
              .formatted(namespace, agent));
    }
    return agent(namespace, agent);
  }

  /** A session of an agent. */
  public AgentSession.Builder agent(String agentNamespace, String name) {
    return new AgentSession.Builder(this, agentNamespace, name);
  }

  /** A session of a worker. */
  public WorkerSession.Builder worker() {
    return new WorkerSession.Builder(this);
  }

  /** Closes all sessions, then the connection. */
  @Override
  public void close() {
    for (AutoCloseable session : sessions) {
      try {
        session.close();
      } catch (Exception e) {
        throw new IllegalStateException("Expected a session to close.", e);
      }
    }
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
    if (threads != null) {
      threads.shutdown();
    }
  }

  void adopt(AutoCloseable session) {
    sessions.add(session);
  }

  Calls calls() {
    return calls;
  }

  LinkSettings linkSettings(ClientFrame.Open open) {
    return new LinkSettings(channel, credentials, open, RETRY_FOR, PAUSE_MILLIS_MAX);
  }

  /** What the environment says. */
  private record Environment(Map<String, String> variables) {
    SynodClient client() {
      var builder =
          builder()
              .servers(servers())
              .tokens(tokens())
              .namespace(variables.getOrDefault("SYNOD_NAMESPACE", ""))
              .agent(variables.getOrDefault("SYNOD_AGENT", ""));
      String authorities = authorities();
      if (authorities != null) {
        builder.trust(authorities);
      }
      return builder.build();
    }

    private List<URI> servers() {
      String urls = variables.get("SYNOD_SERVER");
      if (urls == null) {
        throw missing("SYNOD_SERVER", "the API server's URL, such as https://127.0.0.1:17008");
      }
      return Arrays.stream(urls.split(",", -1)).map(String::strip).map(URI::create).toList();
    }

    private @Nullable String authoritiesFile() {
      String file = variables.get("SYNOD_CA");
      return file == null ? variables.get("SYNOD_CA_FILE") : file;
    }

    private @Nullable String authorities() {
      String file = authoritiesFile();
      if (file == null) {
        return null;
      }
      try {
        return Files.readString(Path.of(file));
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "Expected the certificate authorities' file that SYNOD_CA names, but can't read %s."
                .formatted(file),
            e);
      }
    }

    private TokenSource tokens() {
      String credentials = variables.get("SYNOD_CREDENTIALS");
      String tokenFile = variables.get("SYNOD_TOKEN_FILE");
      if (credentials == null) {
        if (tokenFile == null) {
          throw missing(
              "SYNOD_CREDENTIALS",
              "the directory with client-id, client-secret and token-url (or SYNOD_TOKEN_FILE)");
        }
        return TokenSource.file(Path.of(tokenFile));
      }
      return TokenSource.clientCredentials(Path.of(credentials));
    }

    private static IllegalArgumentException missing(String variable, String what) {
      return new IllegalArgumentException(
          "Expected %s in the environment variable %s, but it is not set."
              .formatted(what, variable));
    }
  }
}
