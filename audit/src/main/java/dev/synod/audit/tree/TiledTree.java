package dev.synod.audit.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose hashes stand in tiles elsewhere. Tiles are read when they are needed and kept as
 * long as this object, which is for one thread and one task.
 *
 * <p>Leaves may be lost, such as with a journal that was cut. Then the roots of subtrees that cover
 * them are known from elsewhere, and the tree goes on: what needs a lost leaf itself is missing.
 */
public final class TiledTree implements Nodes {
  private static final int CACHED_MAX = 4_096;

  private final Function<Tile.Place, @Nullable Tile> stored;
  private final Map<Subtree, Hash> loose;
  private final Map<Tile.Place, Tile> cached = new LinkedHashMap<>();
  private final Map<Tile.Place, Tile> changed = new LinkedHashMap<>();

  /**
   * A tree over stored tiles.
   *
   * @param stored answers the widest tile of a place, or null
   * @param loose roots of subtrees with lost leaves
   */
  public TiledTree(Function<Tile.Place, @Nullable Tile> stored, Map<Subtree, Hash> loose) {
    this.stored = stored;
    this.loose = Map.copyOf(loose);
  }

  @Override
  public Hash root(Subtree subtree) {
    Hash found = find(subtree);
    if (found == null) {
      throw new MissingNodeException(
          "Expected the hashes of entries %d to %d, but they are not all there."
              .formatted(
                  subtree.index() << subtree.level(),
                  ((subtree.index() + 1) << subtree.level()) - 1));
    }
    return found;
  }

  /**
   * Appends leaves.
   *
   * @param size of the tree before
   * @param leaves hashes
   */
  public void append(long size, List<Hash> leaves) {
    append(0, size, leaves);
  }

  /** The tiles that appending has made or widened since this object began. */
  public List<Tile> changed() {
    return List.copyOf(changed.values());
  }

  private @Nullable Hash find(Subtree subtree) {
    if (subtree.level() % Tile.HEIGHT == 0) {
      Hash inTile = inTile(subtree.level() / Tile.HEIGHT, subtree.index());
      if (inTile != null) {
        return inTile;
      }
    }
    Hash known = loose.get(subtree);
    return known == null && subtree.level() > 0 ? fromHalves(subtree) : known;
  }

  private @Nullable Hash fromHalves(Subtree subtree) {
    Hash left = find(new Subtree(subtree.level() - 1, 2 * subtree.index()));
    if (left == null) {
      return null;
    }
    Hash right = find(new Subtree(subtree.level() - 1, 2 * subtree.index() + 1));
    return right == null ? null : Hash.node(left, right);
  }

  private @Nullable Hash inTile(int level, long index) {
    Tile tile = tile(new Tile.Place(level, index >> Tile.HEIGHT));
    int slot = (int) (index & (Tile.WIDTH - 1));
    if (tile == null || slot >= tile.hashes().size()) {
      return null;
    }
    Hash hash = tile.hashes().get(slot);
    return hash.equals(Hash.LOST) ? null : hash;
  }

  private void append(int level, long begin, List<Hash> hashes) {
    var above = new ArrayList<Hash>();
    long position = begin;
    int taken = 0;
    while (taken < hashes.size()) {
      var place = new Tile.Place(level, position >> Tile.HEIGHT);
      int width = (int) (position & (Tile.WIDTH - 1));
      int count = Math.min(Tile.WIDTH - width, hashes.size() - taken);
      var wider = new ArrayList<>(beginning(place, width));
      wider.addAll(hashes.subList(taken, taken + count));
      var tile = new Tile(level, place.index(), wider);
      cached.put(place, tile);
      changed.put(place, tile);
      if (tile.isFull()) {
        Hash root = fromHalves(new Subtree((level + 1) * Tile.HEIGHT, place.index()));
        above.add(root == null ? Hash.LOST : root);
      }
      position += count;
      taken += count;
    }
    if (!above.isEmpty()) {
      append(level + 1, begin >> Tile.HEIGHT, above);
    }
  }

  /** The first hashes of a tile; those that are not there are lost. */
  private List<Hash> beginning(Tile.Place place, int width) {
    Tile tile = width == 0 ? null : tile(place);
    int present = tile == null ? 0 : Math.min(width, tile.hashes().size());
    var beginning = new ArrayList<Hash>();
    if (tile != null) {
      beginning.addAll(tile.hashes().subList(0, present));
    }
    beginning.addAll(Collections.nCopies(width - present, Hash.LOST));
    return beginning;
  }

  private @Nullable Tile tile(Tile.Place place) {
    Tile known = cached.get(place);
    if (known == null) {
      known = stored.apply(place);
      if (known != null) {
        makeRoom();
        cached.put(place, known);
      }
    }
    return known;
  }

  private void makeRoom() {
    if (cached.size() >= CACHED_MAX) {
      cached.keySet().retainAll(changed.keySet());
    }
  }
}
