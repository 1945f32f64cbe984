package dev.synod.audit.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Hashes of up to 256 neighbours of one level of the tree, by C2SP tlog-tiles with a height of 8.
 *
 * @param level of tiles: the hashes are nodes of the tree's level {@code 8 * level}
 * @param index among the tiles of its level
 * @param hashes 1 to 256
 */
public record Tile(int level, long index, List<Hash> hashes) {
  /** Levels of the tree in one tile. */
  public static final int HEIGHT = 8;

  /** Hashes of a full tile. */
  public static final int WIDTH = 1 << HEIGHT;

  public Tile {
    hashes = List.copyOf(hashes);
    if (hashes.isEmpty() || hashes.size() > WIDTH) {
      throw new IllegalArgumentException(
          "Expected 1 to %d hashes in a tile, but found %d.".formatted(WIDTH, hashes.size()));
    }
  }

  /** Where a tile stands. */
  public record Place(int level, long index) {}

  public Place place() {
    return new Place(level, index);
  }

  /** A tile from its bytes, hash by hash. */
  public static Tile of(Place place, byte[] bytes) {
    if (bytes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException(
          "Expected whole hashes in a tile, but found %d bytes.".formatted(bytes.length));
    }
    var hashes = new ArrayList<Hash>();
    for (int offset = 0; offset < bytes.length; offset += Hash.BYTES) {
      hashes.add(Hash.at(bytes, offset));
    }
    return new Tile(place.level(), place.index(), hashes);
  }

  /** Hash by hash. */
  public byte[] bytes() {
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(bytes, i * Hash.BYTES);
    }
    return bytes;
  }

  public boolean isFull() {
    return hashes.size() == WIDTH;
  }
}
