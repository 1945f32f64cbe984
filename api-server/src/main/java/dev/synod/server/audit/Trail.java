package dev.synod.server.audit;

import dev.synod.audit.tree.Hash;
import dev.synod.log.journal.JournalRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The audit trail as the projector writes it. */
@ApplicationScoped
public class Trail {
  private static final Logger LOG = Logger.getLogger(Trail.class);

  private final Database database;
  private final Checkpoints checkpoints;
  private final Retention retention;
  private final Announcement announcement;
  private final ReportMaker reports;
  private volatile long leaves;
  private volatile boolean consistent = true;

  @Inject
  Trail(
      Database database,
      Checkpoints checkpoints,
      Retention retention,
      Announcement announcement,
      ReportMaker reports,
      MeterRegistry metrics) {
    this.database = database;
    this.checkpoints = checkpoints;
    this.retention = retention;
    this.announcement = announcement;
    this.reports = reports;
    if (database.isConfigured()) {
      Gauge.builder("synod_audit_trail_entries", this, trail -> trail.leaves)
          .description("Entries of the audit trail that this replica has written or seen")
          .register(metrics);
      Gauge.builder("synod_audit_trail_consistent", this, trail -> trail.consistent ? 1 : 0)
          .description("1 while the stored audit tree is the log's; 0 is never signed")
          .register(metrics);
    }
  }

  /**
   * The tree as it is stored.
   *
   * @param differsFrom the size at which it was first found to be another than the log's
   */
  record Tree(long size, Hash root, Optional<Long> differsFrom) {
    static Tree read(Connection connection) throws SQLException {
      try (PreparedStatement select =
              connection.prepareStatement("select size, root, differs_from from audit_tree");
          ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw TrailException.unavailable(
              "Expected the row of the audit tree in PostgreSQL, but it is gone; restore the database from a backup.");
        }
        Long differsFrom = rows.getObject(3, Long.class);
        return new Tree(
            rows.getLong(1), Hash.at(rows.getBytes(2), 0), Optional.ofNullable(differsFrom));
      }
    }
  }

  /**
   * Writes the leaves of records, in the order of the log, within the transaction that is active.
   *
   * @param now dates what has no time of its own
   */
  public void write(List<JournalRecord> records, Instant now) {
    Tree written =
        database.with(
            connection -> {
              var writer = new TrailWriter(connection, Tree.read(connection), now);
              for (JournalRecord record : records) {
                // Lost entries show by the tree before the next one.
                if (record instanceof JournalRecord.Entry entry) {
                  writer.write(entry);
                }
              }
              return writer.finish();
            });
    leaves = written.size();
    if (written.differsFrom().isPresent() && consistent) {
      LOG.errorf(
          "The audit tree in PostgreSQL is another than the log's from entry %d on: it was altered there. Nothing of it is signed until the database is restored from a backup.",
          written.differsFrom().get());
    }
    consistent = written.differsFrom().isEmpty();
  }

  /**
   * Announces keys, signs, ends the retention of payloads and begins reports, where due; in no
   * transaction.
   */
  public void upkeep() {
    announcement.announceIfChanged();
    checkpoints.signIfDue();
    retention.endIfDue();
    reports.makeIfDue();
  }
}
