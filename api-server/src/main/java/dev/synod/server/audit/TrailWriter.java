package dev.synod.server.audit;

import dev.synod.audit.report.AuditEntry;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.MissingNodeException;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.TiledTree;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.audit.Frontier;
import dev.synod.kernel.audit.Leaf;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.journal.JournalRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes leaves in one transaction. */
final class TrailWriter {
  private final Connection connection;
  private final Instant now;
  private final List<LoggedLeaf> pending = new ArrayList<>();
  private TiledTree tiles;
  private CompactRange tree;
  private long stored;
  private Optional<Long> differsFrom;

  /** A leaf with what is stored beside it. */
  private record LoggedLeaf(long number, Bytes bytes, JournalRecord.Item item) {

    JournalRecord.Payload payload() {
      JournalRecord.Payload payload = item.payload();
      if (payload == null) {
        throw new IllegalStateException("Expected a leaf with a payload.");
      }
      return payload;
    }
  }

  TrailWriter(Connection connection, Trail.Tree stored, Instant now) throws SQLException {
    this.connection = connection;
    this.now = now;
    this.stored = stored.size();
    this.differsFrom = stored.differsFrom();
    this.tiles = new Tiles(connection).tree();
    this.tree = read(stored.size());
  }

  /** The stored tree; where it was damaged, it goes on from what the log carries, unsigned. */
  private CompactRange read(long size) {
    try {
      return new Prover(tiles).range(0, size);
    } catch (MissingNodeException e) {
      if (differsFrom.isEmpty()) {
        differsFrom = Optional.of(size);
      }
      return new CompactRange(0);
    }
  }

  void write(JournalRecord.Entry entry) throws SQLException {
    Frontier before = entry.auditBefore();
    if (before == null) {
      return;
    }
    if (before.size() > tree.end()) {
      passOver(before);
    }
    if (before.size() < tree.end()) {
      throw new IllegalStateException(
          "Expected log entry %d to begin at audit entry %d, but found %d."
              .formatted(entry.index(), tree.end(), before.size()));
    }
    if (differsFrom.isEmpty() && !hash(before.root()).equals(tree.root())) {
      differsFrom = Optional.of(tree.end());
    }
    long revision = entry.revision();
    for (JournalRecord.Item item : entry.items()) {
      revision -= item.outcome().events().size();
    }
    for (int place = 0; place < entry.items().size(); place++) {
      JournalRecord.Item item = entry.items().get(place);
      revision += item.outcome().events().size();
      if (item.payload() != null) {
        append(new Leaf.Position(entry.index(), place, entry.timeMillis(), revision), item);
        applyTo(item);
      }
    }
  }

  /** What a request does to payloads, after those that came before it are stored. */
  private void applyTo(JournalRecord.Item item) throws SQLException {
    for (Recorded recorded : item.outcome().events()) {
      if (recorded.event() instanceof AuditEvent event) {
        flush();
        new Erasure(connection).apply(recorded, event);
      }
    }
  }

  private void append(Leaf.Position position, JournalRecord.Item item) {
    JournalRecord.Payload payload = item.payload();
    if (payload == null) {
      return;
    }
    var deed =
        new Leaf.Deed(item.outcome().subject(), payload.permit(), item.action(), item.scope());
    byte[] leaf = Leaf.bytes(position, deed, item.outcome().reply(), payload.digest());
    Hash hash = Hash.leaf(leaf);
    if (!hash.equals(hash(item.outcome().leaf()))) {
      throw new IllegalStateException(
          "Expected the leaf of log entry %d, place %d, to have the hash that the log has, but it does not."
              .formatted(position.index(), position.place()));
    }
    pending.add(new LoggedLeaf(tree.end(), Bytes.ofTrusted(leaf), item));
    tree.append(hash);
  }

  /** Goes on behind leaves that the journal no longer has. */
  private void passOver(Frontier before) throws SQLException {
    flush();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_gap values (?, ?, ?) on conflict (first_leaf) do nothing")) {
      insert.setLong(1, tree.end());
      insert.setLong(2, before.size());
      insert.setTimestamp(3, Timestamp.from(now));
      insert.executeUpdate();
    }
    List<Hash> roots = before.subtrees().map(TrailWriter::hash).toJavaList();
    new Tiles(connection).writeLoose(before.size(), roots);
    tiles = new Tiles(connection).tree();
    tree = CompactRange.of(0, before.size(), roots);
    stored = before.size();
  }

  /** Stores what is pending, and answers the tree as it is now. */
  Trail.Tree finish() throws SQLException {
    flush();
    try (PreparedStatement update =
        connection.prepareStatement(
            "update audit_tree set size = ?, root = ?, differs_from = ? where id = 1")) {
      update.setLong(1, tree.end());
      update.setBytes(2, tree.root().toBytes());
      update.setObject(3, differsFrom.orElse(null), Types.BIGINT);
      update.executeUpdate();
    }
    return new Trail.Tree(tree.end(), tree.root(), differsFrom);
  }

  private void flush() throws SQLException {
    if (pending.isEmpty()) {
      return;
    }
    tiles.append(
        stored, pending.stream().map(leaf -> Hash.leaf(leaf.bytes().trustedArray())).toList());
    new Tiles(connection).write(tiles.changed());
    tiles = new Tiles(connection).tree();
    writeEntries();
    writePayloads();
    new Blocks(connection)
        .append(stored, pending.stream().map(leaf -> leaf.bytes().trustedArray()).toList());
    stored = tree.end();
    pending.clear();
  }

  private void writeEntries() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into audit_entry values (?, ?, ?, ?, ?, ?, ?)")) {
      for (LoggedLeaf leaf : pending) {
        var entry = AuditEntry.of(leaf.number(), leaf.bytes().trustedArray());
        insert.setLong(1, entry.number());
        insert.setTimestamp(2, Timestamp.from(Instant.ofEpochMilli(entry.position().timeMillis())));
        insert.setString(3, clean(entry.subject()));
        insert.setString(4, clean(entry.deed().action()));
        insert.setString(5, clean(entry.deed().namespace()));
        insert.setString(6, clean(entry.deed().group()));
        insert.setString(7, entry.deed().outcome());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void writePayloads() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into audit_payload values (?, ?, ?)")) {
      for (LoggedLeaf leaf : pending) {
        insert.setLong(1, leaf.number());
        insert.setBytes(2, leaf.payload().salt().toArray());
        insert.setBytes(3, leaf.payload().command().toArray());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Text without U+0000, which PostgreSQL can't hold; the leaf itself keeps it. */
  static String clean(String text) {
    return text.replace('\u0000', '\uFFFD');
  }

  private static Hash hash(Bytes bytes) {
    return Hash.at(bytes.trustedArray(), 0);
  }
}
