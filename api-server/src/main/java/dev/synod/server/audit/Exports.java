package dev.synod.server.audit;

import dev.synod.kernel.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes reports, a bounded number at once. */
@ApplicationScoped
public class Exports {
  private final AuditReads reads;
  private final Checkpoints checkpoints;
  private final AuditKeys keys;
  private final AuditConfig config;
  private final Clock clock;
  private final Turns turns;
  private final Counter written;

  @Inject
  Exports(
      AuditReads reads,
      Checkpoints checkpoints,
      AuditKeys keys,
      AuditConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.keys = keys;
    this.config = config;
    this.clock = clock;
    this.turns =
        new Turns(config.exportsMax(), config.turnWait(), "exports (synod.audit.exports-max)");
    this.written =
        Counter.builder("synod_audit_exports_written")
            .description("Audit reports that this replica has written")
            .register(metrics);
  }

  /**
   * Prepares a report: all that can be refused is refused here.
   *
   * @param leaves that the checkpoint must have at least
   */
  public Export prepare(Export.Wish wish, long leaves) {
    if (wish.since() > leaves) {
      throw new TrailException(
          Code.INVALID_ARGUMENT,
          "Expected an earlier checkpoint of at most the %d entries that there are as 'since', but found one of %d: it is of another tree, or entries were taken away."
              .formatted(leaves, wish.since()));
    }
    Checkpoints.Signed under = checkpoints.covering(leaves);
    long size = under.checkpoint().size();
    String from = wish.period().from();
    String to = wish.period().to();
    String within = wish.within();
    long first = from == null ? 0 : before(at(from, "from", size), within);
    long end = to == null ? size : Math.min(size, after(at(to, "to", size), within, size) + 1);
    if (end <= first) {
      throw new TrailException(
          Code.INVALID_ARGUMENT,
          "Expected a period that begins before it ends, but found %s to %s.".formatted(from, to));
    }
    if (end - first > config.exportLeavesMax()) {
      throw new TrailException(
          Code.LIMIT_EXCEEDED,
          "Expected a report over at most %d entries, shown or passed over, but found %d; choose a shorter period."
              .formatted(config.exportLeavesMax(), end - first));
    }
    Optional<Long> gap = reads.gapWithin(first, end);
    if (gap.isPresent()) {
      throw new TrailException(
          Code.COMPACTED,
          "Expected all entries from %d to %d, but those before %d were lost with the journal; choose a period behind them."
              .formatted(first, end - 1, gap.get()));
    }
    return new Export(
        reads, wish, new Export.Covered(first, end, under, clock.instant()), keys.signers());
  }

  /** The leaf that shows that no other can be missing right before one; 0 where none does. */
  private long before(long leaf, @Nullable String within) {
    return within == null ? Math.max(0, leaf - 1) : reads.lastBelow(leaf, within).orElse(0L);
  }

  /** The leaf that shows that none can be missing up to one; the tree's size where none does. */
  private long after(long leaf, @Nullable String within, long size) {
    return within == null
        ? leaf
        : reads.firstFrom(leaf, within).filter(found -> found < size).orElse(size);
  }

  private long at(@Nullable String time, String name, long size) {
    try {
      return reads
          .firstAtOrAfter(Instant.parse(String.valueOf(time)))
          .filter(leaf -> leaf < size)
          .orElse(size);
    } catch (DateTimeException e) {
      throw new TrailException(
          Code.INVALID_ARGUMENT,
          "Expected an RFC 3339 time in UTC such as 2026-01-31T00:00:00Z as '%s', but found something else."
              .formatted(name));
    }
  }

  /**
   * Writes a prepared report for a caller, who may read slowly.
   *
   * @param progress is told of its beginning, and of its manifest before that is written
   * @throws TrailException if too many others are written
   */
  public void write(Export export, OutputStream out, Progress progress) throws IOException {
    turns.take(() -> make(export, out, progress));
  }

  /** Writes a prepared report that is kept; it waits for no caller. */
  void make(Export export, OutputStream out, Progress progress) throws IOException {
    progress.begins();
    export.writeTo(out, progress);
    written.increment();
  }
}
