package dev.synod.server.audit;

import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Subtree;
import dev.synod.audit.tree.Tile;
import dev.synod.audit.tree.TiledTree;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tiles and loose nodes in PostgreSQL. */
final class Tiles {
  private final Connection connection;

  Tiles(Connection connection) {
    this.connection = connection;
  }

  /** The stored tree, which reads on this connection. */
  TiledTree tree() throws SQLException {
    return tree(this::read);
  }

  /** The stored tree, which reads in another way. */
  TiledTree tree(Function<Tile.Place, @Nullable Tile> reader) throws SQLException {
    return new TiledTree(reader, loose());
  }

  @Nullable Tile read(Tile.Place place) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select hashes from audit_tile where level = ? and index = ?")) {
      select.setInt(1, place.level());
      select.setLong(2, place.index());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Tile.of(place, rows.getBytes(1)) : null;
      }
    } catch (IllegalArgumentException e) {
      // It was damaged, and is as good as missing.
      return null;
    } catch (SQLException e) {
      throw TrailException.unavailable("Expected to read a tile of the audit tree.", e);
    }
  }

  void write(List<Tile> tiles) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into audit_tile values (?, ?, ?) on conflict (level, index) do update set hashes = excluded.hashes")) {
      for (Tile tile : tiles) {
        upsert.setInt(1, tile.level());
        upsert.setLong(2, tile.index());
        upsert.setBytes(3, tile.bytes());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private Map<Subtree, Hash> loose() throws SQLException {
    var loose = new HashMap<Subtree, Hash>();
    try (PreparedStatement select =
            connection.prepareStatement("select level, index, hash from audit_node");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        loose.put(new Subtree(rows.getInt(1), rows.getLong(2)), Hash.at(rows.getBytes(3), 0));
      }
    }
    return loose;
  }

  /** Keeps the roots that cover all leaves up to the end of a gap. */
  void writeLoose(long end, List<Hash> roots) throws SQLException {
    List<Subtree> covering = Subtree.covering(0, end);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_node values (?, ?, ?) on conflict (level, index) do nothing")) {
      for (int i = 0; i < covering.size(); i++) {
        insert.setInt(1, covering.get(i).level());
        insert.setLong(2, covering.get(i).index());
        insert.setBytes(3, roots.get(i).toBytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
