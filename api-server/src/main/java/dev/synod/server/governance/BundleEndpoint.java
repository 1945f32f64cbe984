package dev.synod.server.governance;

import dev.synod.kernel.policy.Policies;
import dev.synod.log.ReplicatedLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the policy bundle to the OPA beside us, by OPA's bundle protocol with long polling: a
 * request that knows the current revision is held until there is another one or its time is up.
 */
@ApplicationScoped
public class BundleEndpoint {
  private static final Logger LOG = Logger.getLogger(BundleEndpoint.class);
  private static final String PATH = "/bundles/synod.tar.gz";
  private static final String LONG_POLLING = "application/vnd.openpolicyagent.bundles";
  private static final Pattern WAIT = Pattern.compile("(?:^|[;, ])wait=(\\d{1,6})");

  private final Vertx vertx;
  private final ReplicatedLog log;
  private final Clock clock;
  private final GovernanceConfig.Bundle config;
  private final BundleSource source;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final String systemNamespace;
  private volatile @Nullable Served served;
  private @Nullable HttpServer server;

  private record Held(HttpServerResponse response, String known) {}

  /**
   * What is served.
   *
   * @param base files that it was composed from
   * @param since when this revision is served
   */
  private record Served(SortedMap<String, byte[]> base, Composition composition, Instant since) {}

  @Inject
  public BundleEndpoint(Vertx vertx, GovernanceConfig config, ReplicatedLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.vertx = vertx;
    this.config = config.bundle();
    this.source = new BundleSource(config.bundle().directory());
    this.systemNamespace = config.systemNamespace();
  }

  /** The revision that is served; empty before there is one. */
  public String revision() {
    Served current = served;
    return current == null ? "" : current.composition().bundle().revision();
  }

  /** A base file of what is served, by its path within the bundle. */
  Optional<String> baseFile(String path) {
    return Optional.ofNullable(served().base().get(path))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The paths of the base files of what is served. */
  Set<String> baseFiles() {
    return served().base().keySet();
  }

  /** What is served. */
  Composition composition() {
    return served().composition();
  }

  /** Since when this revision is served. */
  Instant servedSince() {
    return served().since();
  }

  private Served served() {
    Served current = served;
    if (current == null) {
      throw new IllegalStateException("Expected a bundle once the server has begun.");
    }
    return current;
  }

  /** Serves what the declared policies of a state make of the base files. */
  synchronized void follow(Policies policies) {
    Served current = served;
    if (current != null && current.composition().changedAt() != policies.changedAt()) {
      replace(current.base(), policies);
    }
  }

  void start(@Observes StartupEvent event) {
    try {
      var base = source.read();
      served =
          new Served(base, Composition.of(base, Policies.EMPTY, systemNamespace), clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException("The base bundle of policies can't be read", e);
    }
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost(config.host()).setPort(config.port()))
            .requestHandler(this::serve);
    server
        .listen()
        .onSuccess(
            s -> LOG.infof("Policy bundle %s is served on port %d", revision(), s.actualPort()))
        .onFailure(
            e -> LOG.errorf(e, "The policy bundle's port %d can't be opened", config.port()));
    if (config.directory().isPresent()) {
      vertx.setPeriodic(config.watchInterval().toMillis(), timer -> look());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (server != null) {
      server.close();
    }
  }

  private void look() {
    vertx
        .executeBlocking(source::read)
        .onSuccess(base -> replace(base, log.state().permits().policies()))
        .onFailure(
            e ->
                LOG.warnf("Changed policies can't be read, the old ones stay: %s", e.getMessage()));
  }

  private synchronized void replace(SortedMap<String, byte[]> base, Policies policies) {
    Composition next = Composition.of(base, policies, systemNamespace);
    String before = revision();
    boolean same = next.bundle().revision().equals(before);
    served = new Served(base, next, same ? servedSince() : clock.instant());
    if (!same) {
      LOG.infof("Policy bundle changes from %s to %s", before, next.bundle().revision());
      held.forEach(this::answer);
    }
  }

  private @Nullable Bundle current() {
    Served current = served;
    return current == null ? null : current.composition().bundle();
  }

  private void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Bundle current = current();
    if (!PATH.equals(request.path())) {
      response.setStatusCode(404).end();
    } else if (!request.method().equals(HttpMethod.GET)) {
      response.setStatusCode(405).end();
    } else if (current == null) {
      response.setStatusCode(503).end();
    } else if (!etag(current).equals(request.getHeader("If-None-Match"))) {
      send(response, current);
    } else {
      hold(response, etag(current), waitMillis(request.getHeader("Prefer")));
    }
  }

  private void hold(HttpServerResponse response, String known, long millis) {
    if (millis <= 0 || held.size() >= config.heldMax()) {
      notModified(response);
      return;
    }
    var waiting = new Held(response, known);
    held.add(waiting);
    long timer = vertx.setTimer(millis, t -> answer(waiting));
    response.closeHandler(
        closed -> {
          vertx.cancelTimer(timer);
          held.remove(waiting);
        });
    Bundle current = current();
    if (current != null && !etag(current).equals(known)) {
      // It was replaced before this was held.
      answer(waiting);
    }
  }

  private void answer(Held waiting) {
    Bundle current = current();
    if (!held.remove(waiting) || waiting.response().ended() || current == null) {
      return;
    }
    if (etag(current).equals(waiting.known())) {
      notModified(waiting.response());
    } else {
      send(waiting.response(), current);
    }
  }

  private void notModified(HttpServerResponse response) {
    response
        .setStatusCode(304)
        .putHeader("ETag", "\"" + revision() + "\"")
        .putHeader("Content-Type", LONG_POLLING)
        .end();
  }

  private static void send(HttpServerResponse response, Bundle current) {
    response
        .putHeader("ETag", etag(current))
        .putHeader("Content-Type", LONG_POLLING)
        .end(Buffer.buffer(current.archive().trustedArray()));
  }

  private static String etag(Bundle bundle) {
    return "\"" + bundle.revision() + "\"";
  }

  private long waitMillis(@Nullable String prefer) {
    if (prefer == null) {
      return 0;
    }
    Matcher matcher = WAIT.matcher(prefer);
    return matcher.find()
        ? Math.min(Long.parseLong(matcher.group(1)) * 1_000, config.holdMax().toMillis())
        : 0;
  }
}
