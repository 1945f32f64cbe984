package dev.synod.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.api.v1.Turn;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.SynodClient;
import dev.synod.sdk.WorkerSession;
import dev.synod.worker.expression.ChildLimits;
import dev.synod.worker.expression.ExpressionPool;
import dev.synod.worker.http.AllowedHosts;
import dev.synod.worker.http.HttpCalls;
import dev.synod.worker.http.HttpLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties a session to the parts that do its work, from start to stop. */
@ApplicationScoped
class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(10);
  private static final Duration RESYNCHRONIZE_PAUSE = Duration.ofSeconds(1);

  private final WorkerConfig config;
  private final WorkerMetrics metrics;
  private final Spans spans;
  private final HttpCalls calls;
  private final Drain drain = new Drain();
  private final Set<RunRef> suspects = ConcurrentHashMap.newKeySet();
  private @Nullable ExpressionPool expressions;
  private @Nullable SynodClient client;
  private @Nullable Connection connection;
  private boolean stopping;

  Worker(WorkerConfig config, WorkerMetrics metrics, Spans spans, Vertx vertx) {
    this.config = config;
    this.metrics = metrics;
    this.spans = spans;
    this.calls =
        new HttpCalls(
            vertx,
            AllowedHosts.parse(config.httpAllowedHosts().orElse("")),
            HttpLimits.DEFAULT.with(config.workerTasks(), config.httpTimeout()));
  }

  synchronized void start(@Observes StartupEvent event) {
    var limits =
        new ChildLimits(
            ChildLimits.DEFAULT.heapMebibytes(),
            ChildLimits.DEFAULT.stackKibibytes(),
            Duration.ofMillis(config.expressionMillis()),
            ChildLimits.DEFAULT.outputSizeMax());
    var pool = new ExpressionPool(config.expressionChildren(), limits, metrics::limitReached);
    var opened = SynodClient.fromEnvironment();
    expressions = pool;
    client = opened;
    connection = connect(opened, pool);
    metrics.gauge(this::runs);
  }

  private Connection connect(SynodClient through, ExpressionPool pool) {
    var opening = new Connection(pool, suspects, this::resynchronize);
    WorkerSession session =
        through
            .worker()
            .concurrentTasks(config.workerTasks())
            .onTurn(turn -> take(opening, turn))
            .onRunRevoked(opening::revoked)
            .onTask(SystemCapability.CALL_HTTP, this::call)
            .open();
    opening.use(session);
    return opening;
  }

  private void take(Connection through, Turn turn) throws InterruptedException {
    if (drain.begin()) {
      try {
        String run = turn.getRef().getNamespace() + "/" + turn.getRef().getName();
        spans.around(
            "run turn",
            run,
            () -> {
              metrics.turn(() -> through.turn(turn));
              return turn;
            });
      } finally {
        drain.end();
      }
    }
  }

  private JsonNode call(AssignedTask task) throws Exception {
    if (!drain.begin()) {
      drain.holdBack();
    }
    try {
      return spans.around(
          "http call", task.run().orElse(""), () -> metrics.call(() -> calls.handle(task)));
    } finally {
      drain.end();
    }
  }

  /** Opens another session in place of one that the server sees differently. */
  private void resynchronize(Connection stale) {
    Thread.ofVirtual()
        .name("synod-resynchronize")
        .start(
            () -> {
              stale.close();
              try {
                Thread.sleep(RESYNCHRONIZE_PAUSE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              reconnect(stale);
            });
  }

  private synchronized void reconnect(Connection stale) {
    SynodClient through = client;
    ExpressionPool pool = expressions;
    if (!stopping && connection == stale && through != null && pool != null) {
      connection = connect(through, pool);
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    boolean quiet = drain.drain(DRAIN_MAX);
    LOG.info("The worker hands back what it holds{}.", quiet ? "" : ", some of it unfinished");
    close();
  }

  private synchronized void close() {
    stopping = true;
    if (connection != null) {
      connection.close();
    }
    if (client != null) {
      client.close();
    }
    if (expressions != null) {
      expressions.close();
    }
    calls.close();
  }

  /** Why the worker cannot work yet, or an empty text. */
  synchronized String notReady() {
    if (connection == null || !connection.isOpen()) {
      return "No session is open yet; the server is not there, or refuses this worker's token.";
    }
    if (expressions == null || !expressions.isReady()) {
      return "No child process for expressions is ready yet.";
    }
    return "";
  }

  private synchronized int runs() {
    return connection == null ? 0 : connection.runs();
  }
}
