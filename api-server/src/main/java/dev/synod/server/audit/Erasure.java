package dev.synod.server.audit;

import dev.synod.kernel.Recorded;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.audit.Hold;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Carries out in PostgreSQL what the log says of payloads, in the log's order. */
final class Erasure {
  private final Connection connection;

  Erasure(Connection connection) {
    this.connection = connection;
  }

  void apply(Recorded recorded, AuditEvent event) throws SQLException {
    switch (event) {
      case AuditEvent.PayloadErased e -> erase(e, Instant.ofEpochMilli(recorded.timeMillis()));
      case AuditEvent.HoldPlaced e -> place(e.hold());
      case AuditEvent.HoldReleased e -> release(e.name());
      case AuditEvent.RetentionEnded e -> endRetention(e.beforeMillis());
      case AuditEvent.ReportRecorded _, AuditEvent.KeysAnnounced _ -> {
        // The entry itself tells.
      }
    }
  }

  private void erase(AuditEvent.PayloadErased event, Instant at) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("delete from audit_payload where leaf = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into audit_erasure values (?, ?, ?, ?) on conflict (leaf) do nothing")) {
      delete.setLong(1, event.entry());
      delete.executeUpdate();
      insert.setLong(1, event.entry());
      insert.setString(2, TrailWriter.clean(event.by()));
      insert.setString(3, TrailWriter.clean(event.reason()));
      insert.setTimestamp(4, Timestamp.from(at));
      insert.executeUpdate();
    }
  }

  private void place(Hold hold) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_hold values (?, ?, ?, ?) on conflict (name) do nothing")) {
      insert.setString(1, TrailWriter.clean(hold.name()));
      insert.setString(2, TrailWriter.clean(hold.namespace()));
      insert.setLong(3, hold.fromMillis());
      insert.setLong(4, hold.toMillis());
      insert.executeUpdate();
    }
  }

  private void release(String name) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from audit_hold where name = ?")) {
      delete.setString(1, TrailWriter.clean(name));
      delete.executeUpdate();
    }
  }

  /**
   * What was done to the trail itself stays told, what was erased and held and by which reason, and
   * so do emergencies.
   */
  private void endRetention(long beforeMillis) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            delete from audit_payload p using audit_entry e
            where e.leaf = p.leaf and e.logged_at < ?
            and e.action not like 'audit.%' and e.action <> 'policy.break-glass'
            and not exists (
              select 1 from audit_hold h
              where (h.namespace = '' or h.namespace = e.namespace)
              and h.from_millis <= (extract(epoch from e.logged_at) * 1000)::bigint
              and (extract(epoch from e.logged_at) * 1000)::bigint < h.to_millis)
            """)) {
      delete.setTimestamp(1, Timestamp.from(Instant.ofEpochMilli(beforeMillis)));
      delete.executeUpdate();
    }
  }
}
