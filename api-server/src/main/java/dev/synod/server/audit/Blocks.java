package dev.synod.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The leaves' bytes in PostgreSQL, by blocks that stand where the tree's lowest tiles stand. */
final class Blocks {
  private final Connection connection;

  Blocks(Connection connection) {
    this.connection = connection;
  }

  /**
   * Leaves that follow each other.
   *
   * @param first number of the first one
   */
  private record Stored(long first, List<byte[]> leaves) {}

  /** Appends leaves from a number on. */
  void append(long first, List<byte[]> leaves) throws SQLException {
    long position = first;
    int taken = 0;
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into audit_block values (?, ?, ?) on conflict (block) do update set leaves = excluded.leaves")) {
      while (taken < leaves.size()) {
        long block = position / Block.LEAVES;
        Stored before = position % Block.LEAVES == 0 ? empty(position) : beginning(block, position);
        int count = (int) Math.min((block + 1) * Block.LEAVES - position, leaves.size() - taken);
        var all = new ArrayList<>(before.leaves());
        all.addAll(leaves.subList(taken, taken + count));
        upsert.setLong(1, block);
        upsert.setLong(2, before.first());
        upsert.setBytes(3, Block.pack(all));
        upsert.addBatch();
        position += count;
        taken += count;
      }
      upsert.executeBatch();
    }
  }

  private static Stored empty(long position) {
    return new Stored(position, List.of());
  }

  /** What a block holds right before a leaf; nothing, where there is a gap before it. */
  private Stored beginning(long block, long position) throws SQLException {
    Stored stored = read(block);
    long count = position - stored.first();
    return stored.leaves().size() < count || count < 0
        ? empty(position)
        : new Stored(stored.first(), stored.leaves().subList(0, (int) count));
  }

  private Stored read(long block) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select first_leaf, leaves from audit_block where block = ?")) {
      select.setLong(1, block);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? new Stored(rows.getLong(1), Block.unpack(rows.getBytes(2)))
            : empty(block * Block.LEAVES);
      }
    }
  }

  /**
   * The leaves of the block that holds a leaf, from that one on; none, if it is not there.
   *
   * @param end the leaf after the last one that is wanted
   */
  List<byte[]> from(long leaf, long end) throws SQLException {
    Stored stored = read(leaf / Block.LEAVES);
    long from = leaf - stored.first();
    long to = Math.min(end - stored.first(), stored.leaves().size());
    return from < 0 || from >= to ? List.of() : stored.leaves().subList((int) from, (int) to);
  }
}
