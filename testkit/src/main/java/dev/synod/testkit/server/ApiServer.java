package dev.synod.testkit.server;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The packaged server as a process, with a data directory that outlives it. */
public final class ApiServer implements AutoCloseable {
  private static final String JAR = "api-server/target/quarkus-app/quarkus-run.jar";
  private static final String OPTIONS = "api-server/src/main/jvm/api-server.options";
  private static final String PLANTED = "planted/target/synod-planted.jar";
  private static final Duration READY_LIMIT = Duration.ofMinutes(4);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

  /** With the handshake, for which a server that has just started loads much code. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

  /** Options of a server that starts fast and stays small, for tests. */
  private static final List<String> SMALL =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          // As shipped, so that one class archive fits both.
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED");

  private final Path directory;
  private final Host host;
  private final Path repository = repository();
  private List<String> options = List.of();
  private String bug = "";
  private final Map<String, String> environment = new HashMap<>();
  private final Path authority;
  private final int port;
  private final HttpClient http;
  private @Nullable Process process;

  /** Prepares a server in a temporary directory; {@link #start} starts it. */
  public ApiServer(Issuers issuers, String opaUrl, int bundlePort) throws Exception {
    this(Files.createTempDirectory("api-server-it"), issuers, opaUrl, bundlePort);
  }

  /** Prepares a server in a directory; {@link #start} starts it. */
  public ApiServer(Path directory, Issuers issuers, String opaUrl, int bundlePort)
      throws Exception {
    this(directory, Host.LOOPBACK, issuers, opaUrl, bundlePort);
  }

  /** Prepares a server elsewhere, with an OPA beside it there. */
  public ApiServer(Path directory, Host host, Issuers issuers, String opaUrl, int bundlePort)
      throws Exception {
    this.directory = directory;
    this.host = host;
    var ca = CertificateAuthority.loadOrCreate(directory, "ca", Clock.systemUTC());
    KeyFiles certificate =
        ca.issue(directory, "server", "CN=synod", List.of(host.address(), "localhost"));
    authority = ca.certificateFile();
    List<Integer> ports = FreePorts.find(2);
    port = ports.get(0);
    environment.put("SYNOD_HTTP_HOST", host.address());
    environment.put("SYNOD_HTTPS_PORT", "" + port);
    environment.put("SYNOD_RAFT_PORT", "" + ports.get(1));
    environment.put("SYNOD_TLS_CERT", certificate.open().toString());
    environment.put("SYNOD_TLS_KEY", certificate.key().toString());
    environment.put("SYNOD_DATA_DIR", directory.resolve("data").toString());
    environment.put("SYNOD_ISSUER", issuers.realm());
    environment.put("SYNOD_K8S_ISSUER", Issuers.CLUSTER);
    environment.put("SYNOD_K8S_JWKS_FILE", issuers.jwksFile(directory).toString());
    environment.put("SYNOD_OPA_URL", opaUrl);
    // A machine that stands still for a moment makes no refusal.
    environment.put("SYNOD_GOVERNANCE_DECISION_LIMIT", "10s");
    environment.put("SYNOD_BUNDLE_PORT", "" + bundlePort);
    environment.put("SYNOD_POLICIES_DIR", repository.resolve("policies/synod").toString());
    http =
        HttpClient.newBuilder()
            .sslContext(trusting(authority))
            .connectTimeout(CONNECT_LIMIT)
            .build();
  }

  /** Starts it with the JVM options that it is shipped with, and more. */
  public ApiServer withShippedOptions(String... more) {
    var shipped = new ArrayList<>(List.of("@" + repository.resolve(OPTIONS)));
    shipped.addAll(List.of(more));
    options = shipped;
    return this;
  }

  /** Has it make the class archive of its build when it is stopped. */
  ApiServer making(ClassArchive archive) {
    options = Stream.concat(SMALL.stream(), archive.make().stream()).toList();
    return this;
  }

  /**
   * Plants a bug when it starts the next time.
   *
   * @param bug as {@code dev.synod.planted.Bug} names it; empty for none
   */
  public ApiServer withBug(String bug) {
    this.bug = bug;
    return this;
  }

  /** The port on which it serves bundles to OPA. */
  public int bundlePort() {
    return Integer.parseInt(environment.getOrDefault("SYNOD_BUNDLE_PORT", ""));
  }

  public ApiServer with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public ApiServer start() throws IOException, InterruptedException {
    launch();
    awaitReady();
    return this;
  }

  public void launch() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    if (options.isEmpty()) {
      command.addAll(SMALL);
      command.addAll(Rehearsal.of(repository.resolve("api-server")).use());
    } else {
      command.addAll(options);
    }
    if (!bug.isEmpty()) {
      command.add("-javaagent:" + repository.resolve(PLANTED) + "=" + bug);
    }
    command.addAll(List.of("-jar", repository.resolve(JAR).toString()));
    var builder = new ProcessBuilder(host.command(command));
    builder.environment().putAll(environment);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  /** The process's id. */
  public long pid() {
    return process().pid();
  }

  public Path log() {
    return directory.resolve("log");
  }

  /** What it has logged since its log had that many bytes. */
  public String logSince(long bytes) throws IOException {
    byte[] log = Files.readAllBytes(log());
    return new String(log, (int) bytes, log.length - (int) bytes, StandardCharsets.UTF_8);
  }

  public String url() {
    return "https://" + host.address() + ":" + port;
  }

  public Path authority() {
    return authority;
  }

  public Path directory() {
    return directory;
  }

  public void awaitReady() throws IOException, InterruptedException {
    Await.until(READY_LIMIT, "server ready, log in " + log(), this::isReady);
  }

  /** Whether its process runs. */
  public boolean isRunning() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** Asks the process to end, and waits until it has. */
  public void stop() throws IOException, InterruptedException {
    stop(STOP_LIMIT);
  }

  void stop(Duration limit) throws IOException, InterruptedException {
    process().destroy();
    if (!process().waitFor(limit)) {
      // The JVM answers with the stacks of its threads, in its log.
      new ProcessBuilder("kill", "-QUIT", "" + pid()).start().waitFor();
      boolean isLate = process().waitFor(5, TimeUnit.SECONDS);
      kill();
      throw new AssertionError(
          "Expected the server to stop within %s, but it %s; what its threads did is in %s"
              .formatted(limit, isLate ? "took up to 5 s more" : "still ran", log()));
    }
  }

  public boolean isReady() {
    return answersOk("/q/health/ready");
  }

  /** Whether it serves, though nobody may be allowed anything yet. */
  boolean isLive() {
    return answersOk("/q/health/live");
  }

  private boolean answersOk(String path) {
    if (!process().isAlive()) {
      throw new IllegalStateException("The server has ended; its log is " + log());
    }
    try {
      return http.send(request("", path).GET().build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the process as a power failure would. */
  public void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /** A request with a token, or none where it is empty. */
  public HttpRequest.Builder request(String token, String path) {
    var request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(REQUEST_LIMIT);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return new Answer(
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .get(REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("Expected an answer within " + REQUEST_LIMIT + ": " + request, e);
    }
  }

  public Answer get(String token, String path) throws IOException, InterruptedException {
    return send(request(token, path).GET().build());
  }

  /** Sends JSON, with further headers as names and values in turn. */
  public Answer call(String token, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        request(token, path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request.build() : request.headers(headers).build());
  }

  /** Sends JSON and keeps the answer in a file; answers the status. */
  public int download(String token, String path, String body, Path file)
      throws IOException, InterruptedException {
    var request =
        request(token, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofFile(file)).statusCode();
  }

  /** Sends a request, and leaves the answer to be read however slowly. */
  public HttpResponse<InputStream> open(HttpRequest request)
      throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** A connection of its own, which its owner may break off. */
  public Socket connect() throws Exception {
    return trusting(authority).getSocketFactory().createSocket(host.address(), port);
  }

  /** Opens a stream of server-sent events. */
  public Events events(String token, String path, String... headers)
      throws IOException, InterruptedException {
    var request = request(token, path).header("Accept", "text/event-stream");
    var built = headers.length == 0 ? request : request.headers(headers);
    return Events.of(
        http.send(
            built.timeout(Duration.ofMinutes(2)).GET().build(),
            HttpResponse.BodyHandlers.ofInputStream()));
  }

  /** The root of the sources, of which the working directory is a part. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("policies/synod"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "Expected the working directory within the repository, but found "
                + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  private static SSLContext trusting(Path caFile) throws Exception {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    }
  }

  /**
   * Ends it at once, as {@link #kill} does: whoever wants to see it stop in good order stops it.
   */
  @Override
  public void close() {
    http.shutdownNow();
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      running.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process process() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("Expected a server that was started.");
    }
    return running;
  }
}
