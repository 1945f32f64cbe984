package dev.synod.server.audit;

import dev.synod.audit.report.AuditEntry;
import dev.synod.audit.report.Payload;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Subtree;
import dev.synod.audit.tree.TiledTree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit trail as it is read. Each call is a read of its own; memory is bounded by a block. */
@ApplicationScoped
public class AuditReads {
  private final Database database;

  @Inject
  AuditReads(Database database) {
    this.database = database;
  }

  /** An entry with its hash, which the tree has too. */
  public record Hashed(AuditEntry entry, Hash hash) {}

  /** The stored tree, for one task. */
  public TiledTree tree() {
    return database.with(
        connection ->
            new Tiles(connection)
                .tree(place -> database.with(again -> new Tiles(again).read(place))));
  }

  /** The first leaf at or after a moment; nothing, where none is. */
  Optional<Long> firstAtOrAfter(Instant moment) {
    return database.with(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select leaf from audit_entry where logged_at >= ? order by logged_at, leaf limit 1")) {
            select.setTimestamp(1, Timestamp.from(moment));
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
          }
        });
  }

  /** Whether anything of a namespace was logged; of the last moment it may not know yet. */
  public boolean hasEntries(String namespace) {
    return firstFrom(0, namespace).isPresent();
  }

  /** The last leaf of a namespace below another; nothing, where none is. */
  Optional<Long> lastBelow(long leaf, String namespace) {
    return leaf(
        "select leaf from audit_entry where leaf < ? and namespace = ? order by leaf desc limit 1",
        leaf,
        namespace);
  }

  /** The first leaf of a namespace from another on; nothing, where none is. */
  Optional<Long> firstFrom(long leaf, String namespace) {
    return leaf(
        "select leaf from audit_entry where leaf >= ? and namespace = ? order by leaf limit 1",
        leaf,
        namespace);
  }

  private Optional<Long> leaf(String sql, long leaf, String namespace) {
    return database.with(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, leaf);
            select.setString(2, namespace);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
          }
        });
  }

  /** The end of a gap within leaves; nothing, where all are there. */
  Optional<Long> gapWithin(long first, long end) {
    return database.with(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select end_leaf from audit_gap where first_leaf < ? and end_leaf > ? order by first_leaf desc limit 1")) {
            select.setLong(1, end);
            select.setLong(2, first);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
          }
        });
  }

  /**
   * Entries from a leaf on, up to the end of its block or another.
   *
   * @throws TrailException if they are not there, or not those of the tree
   */
  public List<Hashed> block(long first, long end, TiledTree tree) {
    List<byte[]> leaves = database.with(on -> new Blocks(on).from(first, end));
    if (leaves.isEmpty()) {
      throw TrailException.unavailable(
          "Expected audit entry %d in PostgreSQL, but it is not there.".formatted(first));
    }
    var entries = new ArrayList<Hashed>(leaves.size());
    for (byte[] leaf : leaves) {
      long number = first + entries.size();
      Hash hash = Hash.leaf(leaf);
      if (!hash.equals(tree.root(new Subtree(0, number)))) {
        throw TrailException.unavailable(
            "Expected audit entry %d as it was logged, but in PostgreSQL it was altered; restore the database from a backup."
                .formatted(number));
      }
      entries.add(new Hashed(AuditEntry.of(number, leaf), hash));
    }
    return entries;
  }

  /** Payloads that are still there, by leaf. */
  public Map<Long, Payload> payloads(long first, long end) {
    return database.with(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select leaf, salt, command from audit_payload where leaf >= ? and leaf < ?")) {
            select.setLong(1, first);
            select.setLong(2, end);
            var payloads = new HashMap<Long, Payload>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                payloads.put(rows.getLong(1), Payload.of(rows.getBytes(2), rows.getBytes(3)));
              }
            }
            return payloads;
          }
        });
  }
}
