package dev.synod.server.projection;

import dev.synod.log.ReplicatedLog;
import dev.synod.log.journal.JournalReader;
import dev.synod.log.journal.JournalRecord;
import dev.synod.server.audit.Trail;
import dev.synod.server.replica.Replica;
import dev.synod.server.replica.ReplicaFacts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the journal into PostgreSQL. Coordination never waits for it: while the database is away
 * the journal is kept, and when it is back the rest follows without a gap.
 */
@ApplicationScoped
public class Projector {
  private static final Logger LOG = Logger.getLogger(Projector.class);

  private static final int RECORDS_MAX = 256;
  private static final int ITEMS_MAX = 2_000;
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final long RETRY_MILLIS_MIN = 200;
  private static final long RETRY_MILLIS_MAX = 5_000;

  private final ReplicatedLog log;
  private final Replica replica;
  private final Schema schema;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Trail trail;
  private volatile boolean stopped;
  private volatile boolean up;
  private volatile long index;
  private String waitsFor = "";
  private @Nullable Thread thread;

  @Inject
  public Projector(
      ReplicatedLog log,
      Replica replica,
      Schema schema,
      Clock clock,
      MeterRegistry metrics,
      Trail trail) {
    this.log = log;
    this.replica = replica;
    this.schema = schema;
    this.clock = clock;
    this.metrics = metrics;
    this.trail = trail;
  }

  void start(@Observes StartupEvent event) {
    if (schema.isConfigured()) {
      Gauge.builder("synod_projection_lag_entries", this, Projector::lag)
          .description("Log entries that history does not have yet")
          .register(metrics);
      Gauge.builder("synod_projection_journal_bytes", log, l -> l.journal().backlogBytes())
          .description("Journal on disk")
          .register(metrics);
      thread = Thread.ofPlatform().name("projector").daemon().start(this::run);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** A word on history: {@code Off}, {@code Up}, {@code Behind} or {@code Down}. */
  public String word() {
    if (!schema.isConfigured()) {
      return "Off";
    }
    return up ? (lag() > RECORDS_MAX ? "Behind" : "Up") : "Down";
  }

  private long lag() {
    return schema.isConfigured() ? Math.max(0, log.journal().lastIndex() - index) : 0;
  }

  private void run() {
    long retryMillis = RETRY_MILLIS_MIN;
    while (!stopped) {
      try {
        schema.migrateOnce();
        if (follow()) {
          retryMillis = RETRY_MILLIS_MIN;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        waitsBecause(rootMessage(e));
        LOG.debug("History could not be written", e);
        // What is there may be another database now, such as one that was restored empty.
        schema.forget();
        retryMillis = Math.min(RETRY_MILLIS_MAX, retryMillis * 2);
      }
      if (!pause(retryMillis)) {
        return;
      }
    }
  }

  /** Says once why history is not written, and again when the reason is another one. */
  private void waitsBecause(String reason) {
    if (up || !reason.equals(waitsFor)) {
      LOG.warnf("History waits for PostgreSQL, coordination goes on: %s", reason);
    }
    up = false;
    waitsFor = reason;
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Follows the journal while this replica leads; answers whether anything was written. */
  private boolean follow() throws IOException, InterruptedException {
    if (!log.status().leads()) {
      followLeader();
      return false;
    }
    index = QuarkusTransaction.requiringNew().call(() -> position().logIndex);
    acknowledge();
    boolean wrote = false;
    try (JournalReader reader = log.journal().readAfter(index)) {
      while (!stopped && log.status().leads()) {
        List<JournalRecord> records = collect(reader);
        if (!records.isEmpty()) {
          QuarkusTransaction.requiringNew().run(() -> write(records));
          index = records.getLast().index();
          acknowledge();
          wrote = true;
        }
        trail.upkeep();
        if (!up) {
          up = true;
          LOG.infof("History is written to PostgreSQL from log index %d on", index);
        }
      }
    }
    return wrote;
  }

  /** What the leader has brought into the database need not be kept here either. */
  private void followLeader() throws IOException {
    Optional<Long> projected = replica.projectedByLeader();
    if (projected.isPresent() && projected.get() > 0) {
      index = projected.get();
      up = true;
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    log.journal().acknowledge(ReplicaFacts.HISTORY, index);
    replica.projected(index);
  }

  private static List<JournalRecord> collect(JournalReader reader)
      throws IOException, InterruptedException {
    var records = new ArrayList<JournalRecord>();
    int items = 0;
    Optional<JournalRecord> next = reader.next(WAIT);
    while (next.isPresent()) {
      records.add(next.get());
      items += next.get() instanceof JournalRecord.Entry entry ? entry.items().size() : 1;
      if (records.size() >= RECORDS_MAX || items >= ITEMS_MAX) {
        break;
      }
      next = reader.next(Duration.ZERO);
    }
    return records;
  }

  /**
   * Writes rows and position in one transaction; what another projector has written is passed over.
   */
  private void write(List<JournalRecord> records) {
    PositionRow position = position();
    if (position.logIndex < index) {
      throw new IllegalStateException(
          "Expected history up to log index %d, but found it up to %d: the database was restored from a backup, and is written from there."
              .formatted(index, position.logIndex));
    }
    List<JournalRecord> unwritten =
        records.stream().filter(record -> record.index() > position.logIndex).toList();
    trail.write(unwritten, clock.instant());
    for (JournalRecord record : unwritten) {
      History.write(record, clock.instant());
      position.logIndex = record.index();
      if (record instanceof JournalRecord.Entry entry) {
        position.revision = entry.revision();
      }
    }
    position.updatedAt = clock.instant();
  }

  private static PositionRow position() {
    PositionRow row = PositionRow.findById(1, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      throw new IllegalStateException("Expected the projection's position, but its row is gone.");
    }
    return row;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
