package dev.synod.server.audit;

import dev.synod.server.audit.KeptReport.Of;
import dev.synod.server.audit.KeptReport.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports and their archives in PostgreSQL. Each call is a transaction of its own. */
@ApplicationScoped
class ReportStore {
  private static final String COLUMNS =
      "id, namespace, name, uid, generation, period_from, period_to, state, message, first_leaf, leaves, leaves_done, entries, checkpoint_size, checkpoint_root, digest, bytes";

  private final Database database;

  @Inject
  ReportStore(Database database) {
    this.database = database;
  }

  /**
   * A report that is to be made now.
   *
   * @param wanted what is wanted, as JSON
   * @param attempts how often it was put off
   */
  record Job(KeptReport report, String wanted, int attempts) {}

  /**
   * Asks for a report; one that was asked for before is left as it is. Those of another resource
   * that had the same name before go.
   */
  void ask(Of of, String wanted, @Nullable Long retentionSeconds) {
    removeOthers(of.namespace(), of.name(), of.uid());
    database.with(
        connection -> {
          change(
              connection,
              "update audit_report set retention_seconds = ? where namespace = ? and name = ? and uid = ? and retention_seconds is distinct from ?",
              retentionSeconds,
              of.namespace(),
              of.name(),
              of.uid(),
              retentionSeconds);
          return change(
              connection,
              "insert into audit_report (namespace, name, uid, generation, period_from, period_to, wanted, retention_seconds, state, message, maker, not_before, leaves, leaves_done, entries, checkpoint_size, checkpoint_root, digest, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, 'Waiting', '', '', now(), 0, 0, 0, 0, '', '', 0) on conflict do nothing",
              of.namespace(),
              of.name(),
              of.uid(),
              of.generation(),
              of.from(),
              of.to(),
              wanted,
              retentionSeconds);
        });
  }

  /** Removes the reports of other resources that had the name before; without a database none. */
  void removeOthers(String namespace, String name, String uid) {
    if (database.isConfigured()) {
      database.with(
          connection ->
              change(
                  connection,
                  "delete from audit_report where namespace = ? and name = ? and uid <> ?",
                  namespace,
                  name,
                  uid));
    }
  }

  /** All of a resource's reports, the newest first. */
  List<KeptReport> of(String namespace, String name) {
    return database.with(
        connection ->
            select(
                connection, "where namespace = ? and name = ? order by id desc", namespace, name));
  }

  /** Removes a resource's reports and their archives; without a database there are none. */
  int remove(String namespace, String name, String uid) {
    if (!database.isConfigured()) {
      return 0;
    }
    return database.with(
        connection ->
            change(
                connection,
                "delete from audit_report where namespace = ? and name = ? and uid = ?",
                namespace,
                name,
                uid));
  }

  /** Removes all of a resource's reports but the newest ones. */
  int keepNewest(Of of, int kept) {
    return database.with(
        connection ->
            change(
                connection,
                "delete from audit_report where namespace = ? and name = ? and id not in (select id from audit_report where namespace = ? and name = ? order by id desc limit ?)",
                of.namespace(),
                of.name(),
                of.namespace(),
                of.name(),
                kept));
  }

  /** Removes archives that are older than their resources keep them. */
  int expire() {
    return database.with(
        connection ->
            change(
                connection,
                "with gone as (update audit_report set state = 'Expired', message = ? where state = 'Made' and ended_at < now() - retention_seconds * interval '1 second' returning id) delete from audit_report_part where report in (select id from gone)",
                "The archive was older than the retention of its AuditReport; what it told is in the audit trail."));
  }

  /** Bytes of all archives of a namespace but those of one resource. */
  long bytesBeside(Of of) {
    return database.with(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select coalesce(sum(bytes), 0) from audit_report where namespace = ? and name <> ? and state = 'Made'")) {
            set(select, of.namespace(), of.name());
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Removes the oldest archives of a resource beside a report, until all have so many bytes. */
  int keepWithin(KeptReport report, long bytesMax) {
    return database.with(
        connection ->
            change(
                connection,
                "delete from audit_report where id in (select id from (select id, sum(bytes) over (order by id = ? desc, id desc) as total from audit_report where namespace = ? and name = ? and state = 'Made') kept where total > ? and id <> ?)",
                report.id(),
                report.of().namespace(),
                report.of().name(),
                bytesMax,
                report.id()));
  }

  /**
   * Takes the report that waits longest, or that was left half made: by another process, or by this
   * one, which makes none when it calls.
   */
  Optional<Job> take(String maker) {
    return database.with(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update audit_report set state = 'Making', maker = ?, message = '', leaves_done = 0 where id = (select id from audit_report where (state = 'Waiting' and not_before <= now()) or state = 'Making' order by id limit 1 for update skip locked) returning "
                      + COLUMNS
                      + ", wanted, attempts")) {
            update.setString(1, maker);
            try (ResultSet rows = update.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new Job(report(rows), rows.getString("wanted"), rows.getInt("attempts")))
                  : Optional.empty();
            }
          }
        });
  }

  /** Says how far a report is; false where it is no longer this process' to make. */
  boolean progressed(long id, String maker, long first, long leaves, long done) {
    return database.with(
            connection ->
                change(
                    connection,
                    "update audit_report set first_leaf = ?, leaves = ?, leaves_done = ? where id = ? and maker = ? and state = 'Making'",
                    first,
                    leaves,
                    done,
                    id,
                    maker))
        == 1;
  }

  /** Forgets the parts of an archive that was begun before, while it is this process' to make. */
  void clear(long id, String maker) {
    database.with(
        connection ->
            change(
                connection,
                "delete from audit_report_part where report = (select id from audit_report where id = ? and maker = ? and state = 'Making' for update)",
                id,
                maker));
  }

  /** Adds a part; false where the report is no longer this process' to make. */
  boolean append(long id, String maker, int part, byte[] content) {
    return database.with(
            connection ->
                change(
                    connection,
                    "insert into audit_report_part select id, ?, ? from audit_report where id = ? and maker = ? and state = 'Making'",
                    part,
                    content,
                    id,
                    maker))
        == 1;
  }

  /** The report is there; false where it is not whole, or no longer this process' to make. */
  boolean made(long id, String maker, KeptReport.Outcome outcome) {
    return database.with(
            connection ->
                change(
                    connection,
                    "update audit_report set state = 'Made', leaves_done = leaves, entries = ?, checkpoint_size = ?, checkpoint_root = ?, digest = ?, bytes = ?, ended_at = now() where id = ? and maker = ? and state = 'Making' and ? = (select coalesce(sum(length(content)), 0) from audit_report_part where report = id)",
                    outcome.holds().entries(),
                    outcome.holds().checkpointSize(),
                    outcome.holds().checkpointRoot(),
                    outcome.digest(),
                    outcome.bytes(),
                    id,
                    maker,
                    outcome.bytes()))
        == 1;
  }

  /** It can't be made. */
  void failed(long id, String maker, String message) {
    database.with(
        connection ->
            change(
                connection,
                "update audit_report set state = 'Failed', message = ?, ended_at = now() where id = ? and maker = ? and state = 'Making'",
                TrailWriter.clean(message),
                id,
                maker));
  }

  /** It can't be made now, and is tried again after a while. */
  void postponed(long id, String maker, String message, Duration wait) {
    database.with(
        connection ->
            change(
                connection,
                "update audit_report set state = 'Waiting', message = ?, attempts = attempts + 1, not_before = now() + ? * interval '1 millisecond' where id = ? and maker = ? and state = 'Making'",
                TrailWriter.clean(message),
                wait.toMillis(),
                id,
                maker));
  }

  /** A part of an archive; nothing behind the last one. */
  Optional<byte[]> part(long id, int part) {
    return database.with(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select content from audit_report_part where report = ? and part = ?")) {
            select.setLong(1, id);
            select.setInt(2, part);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  private static List<KeptReport> select(Connection connection, String where, Object... values)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select " + COLUMNS + " from audit_report " + where)) {
      set(select, values);
      var reports = new ArrayList<KeptReport>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reports.add(report(rows));
        }
      }
      return reports;
    }
  }

  private static int change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      set(change, values);
      return change.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        statement.setNull(i + 1, Types.BIGINT);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static KeptReport report(ResultSet row) throws SQLException {
    State state = State.of(row.getString("state"));
    return new KeptReport(
        row.getLong("id"),
        new Of(
            row.getString("namespace"),
            row.getString("name"),
            row.getString("uid"),
            row.getLong("generation"),
            row.getString("period_from"),
            row.getString("period_to")),
        state,
        row.getString("message"),
        row.getLong("first_leaf"),
        row.getLong("leaves"),
        row.getLong("leaves_done"),
        state == State.MADE
            ? new KeptReport.Outcome(
                new Progress.Sealed(
                    row.getLong("entries"),
                    row.getLong("checkpoint_size"),
                    row.getString("checkpoint_root")),
                row.getString("digest"),
                row.getLong("bytes"))
            : null);
  }
}
