package dev.synod.server.audit;

import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Makes the reports that were asked for, one after the other, beside everything else. */
@ApplicationScoped
class ReportMaker {
  private static final Logger LOG = Logger.getLogger(ReportMaker.class);

  /** What keeps a report from being made for a while only: nothing answers, or no key is there. */
  private static final List<Code> MAY_END = List.of(Code.UNAVAILABLE, Code.FAILED_PRECONDITION);

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final long RECORD_SECONDS_MAX = 10;

  private final ReportStore store;
  private final Exports exports;
  private final ReplicatedLog log;
  private final AuditConfig config;
  private final Clock clock;
  private final String maker = UUID.randomUUID().toString();
  private final AtomicBoolean running = new AtomicBoolean();
  private Instant last = Instant.EPOCH;

  @Inject
  ReportMaker(
      ReportStore store, Exports exports, ReplicatedLog log, AuditConfig config, Clock clock) {
    this.store = store;
    this.exports = exports;
    this.log = log;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to make what is asked for, if it does not already. Called by the leader alone. */
  void makeIfDue() {
    Instant now = clock.instant();
    if (now.isBefore(last.plus(LOOK_INTERVAL)) || !running.compareAndSet(false, true)) {
      return;
    }
    last = now;
    Thread.ofVirtual().name("audit-reports").start(this::makeAll);
  }

  private void makeAll() {
    try {
      if (log.status().leads()) {
        store.expire();
      }
      for (Optional<ReportStore.Job> job = next(); job.isPresent(); job = next()) {
        make(job.get());
      }
    } catch (TrailException e) {
      LOG.debugf(e, "Reports can't be made now; they will be tried again");
    } finally {
      running.set(false);
    }
  }

  /** Only the leader takes one: two would take them from each other. */
  private Optional<ReportStore.Job> next() {
    return log.status().leads() ? store.take(maker) : Optional.empty();
  }

  private void make(ReportStore.Job job) {
    long id = job.report().id();
    try {
      write(job);
    } catch (TrailException e) {
      if (MAY_END.contains(e.rejection().code())) {
        postpone(job, e.rejection().message());
      } else {
        store.failed(id, maker, e.rejection().message());
      }
    } catch (ReportSink.TooLargeException e) {
      store.clear(id, maker);
      store.failed(id, maker, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      postpone(job, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Report %d could not be made", id);
      postpone(job, "It could not be made: " + e);
    }
  }

  private void postpone(ReportStore.Job job, String message) {
    Duration wait = Postponement.after(job.attempts());
    store.postponed(job.report().id(), maker, Postponement.told(message, wait), wait);
  }

  private void write(ReportStore.Job job) throws IOException {
    KeptReport report = job.report();
    Reports.Wanted wanted = Reports.Wanted.parse(job.wanted());
    Export export = exports.prepare(wanted.wish(report.of()), log.state().audit().size());
    var made = new Made(export, report, wanted);
    var room = new Room(config, store.bytesBeside(report.of()));
    var sink = new ReportSink(store, report.id(), maker, room);
    exports.make(export, sink, made);
    sink.finish();
    if (!store.made(report.id(), maker, made.outcome(sink.bytes()))) {
      throw taken();
    }
    store.keepNewest(report.of(), wanted.kept());
    store.keepWithin(report, room.forResource());
  }

  private static TrailException taken() {
    return TrailException.unavailable("The report was removed, or is made by another process.");
  }

  /** What is wrong with the entry stays wrong; what keeps the log from taking it may end. */
  private static TrailException refused(Rejection rejection) {
    boolean isForGood =
        rejection.code() == Code.INVALID_ARGUMENT || rejection.code() == Code.TOO_LARGE;
    return isForGood
        ? new TrailException(rejection.code(), rejection.message())
        : TrailException.unavailable(rejection.message());
  }

  /** A report while it is made. */
  private final class Made implements Progress {
    private final Export export;
    private final KeptReport report;
    private final Reports.Wanted wanted;
    private Sealed holds = new Sealed(0, 0, "");
    private String digest = "";

    Made(Export export, KeptReport report, Reports.Wanted wanted) {
      this.export = export;
      this.report = report;
      this.wanted = wanted;
    }

    @Override
    public void begins() {
      record("");
      reached(0);
      store.clear(report.id(), maker);
    }

    @Override
    public void reached(long leaves) {
      if (!store.progressed(report.id(), maker, export.first(), export.leaves(), leaves)) {
        throw taken();
      }
    }

    @Override
    public void sealed(Sealed written, String manifest) {
      holds = written;
      digest = manifest;
      record(manifest);
    }

    KeptReport.Outcome outcome(long bytes) {
      return new KeptReport.Outcome(holds, digest, bytes);
    }

    /** Leaves an entry, with the resource that the report is made for and who applied it. */
    void record(String manifest) {
      AuditCommand.RecordReport record = export.record(manifest);
      List<String> words = new ArrayList<>(record.filters());
      words.add("report=" + report.of().namespace() + "/" + report.of().name());
      words.add("for=" + wanted.by());
      var named =
          new AuditCommand.RecordReport(
              record.namespace(),
              record.period(),
              words,
              record.first(),
              record.end(),
              record.payloads(),
              manifest);
      try {
        Reply reply =
            log.submit(new Request(Origin.system(), named, Bytes.EMPTY), Lane.BULK)
                .get(RECORD_SECONDS_MAX, TimeUnit.SECONDS);
        if (reply instanceof Reply.Rejected rejected) {
          throw refused(rejected.rejection());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw TrailException.unavailable("Interrupted before the report's entry was logged.", e);
      } catch (ExecutionException | TimeoutException e) {
        throw TrailException.unavailable("The report's entry could not be logged now.", e);
      }
    }
  }
}
