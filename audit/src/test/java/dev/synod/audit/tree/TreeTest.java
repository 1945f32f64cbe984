package dev.synod.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holds every way to a root, and every proof, against the definition in RFC 6962, 2.1. */
class TreeTest {
  private static final int LEAVES = 70;

  private final List<Hash> leaves = leaves(LEAVES);
  private final Prover prover = new Prover(this::byDefinition);

  @Test
  void shouldComeToTheRootOfTheDefinition() {
    var range = new CompactRange(0);
    assertThat(range.root())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (int size = 1; size <= LEAVES; size++) {
      range.append(leaves.get(size - 1));
      assertThat(range.root()).isEqualTo(definition(leaves.subList(0, size)));
    }
  }

  @Test
  void shouldJoinRangesWhereverTheyMeet() {
    for (int middle = 0; middle <= LEAVES; middle++) {
      for (int end = middle; end <= LEAVES; end++) {
        CompactRange joined = prover.range(0, middle);
        joined.append(prover.range(middle, end));
        assertThat(joined.root()).isEqualTo(definition(leaves.subList(0, end)));
        assertThat(joined.nodes()).isEqualTo(prover.range(0, end).nodes());
      }
    }
  }

  @Test
  void shouldProveEveryLeafOfEveryTreeAndNoOther() {
    for (int size = 1; size <= LEAVES; size++) {
      Hash root = definition(leaves.subList(0, size));
      for (int leaf = 0; leaf < size; leaf++) {
        List<Hash> path = prover.inclusion(leaf, size);
        assertThat(Proofs.includes(root, size, leaf, leaves.get(leaf), path)).isTrue();
        assertThat(Proofs.includes(root, size, leaf, Hash.EMPTY_ROOT, path)).isFalse();
        assertThat(Proofs.includes(root, size, leaf ^ 1, leaves.get(leaf), path)).isEqualTo(false);
        assertThat(Proofs.includes(root, size, leaf, leaves.get(leaf), longer(path))).isFalse();
      }
    }
  }

  @Test
  void shouldProveThatEveryTreeBeginsAsTheEarlierOneAndNoOther() {
    for (int to = 0; to <= LEAVES; to++) {
      Hash toRoot = definition(leaves.subList(0, to));
      for (int from = 0; from <= to; from++) {
        Hash fromRoot = definition(leaves.subList(0, from));
        List<Hash> path = prover.consistency(from, to);
        assertThat(Proofs.isConsistent(from, fromRoot, to, toRoot, path)).isTrue();
        assertThat(Proofs.isConsistent(from, leaves.get(0), to, toRoot, path)).isEqualTo(from == 1);
        assertThat(Proofs.isConsistent(from, fromRoot, to, toRoot, longer(path))).isFalse();
        if (from > 0 && from < to) {
          assertThat(Proofs.isConsistent(from, fromRoot, to, leaves.get(1), path)).isFalse();
          assertThat(Proofs.isConsistent(from, fromRoot, to, toRoot, path.subList(1, path.size())))
              .isFalse();
        }
      }
    }
  }

  @Test
  void shouldKeepInTilesWhatTheTreeIs() {
    var random = new Random(41);
    List<Hash> many = leaves(140_000);
    Map<Tile.Place, Tile> stored = new HashMap<>();
    int size = 0;
    while (size < many.size()) {
      int count = Math.min(many.size() - size, 1 + random.nextInt(1_500));
      var tree = new TiledTree(stored::get, Map.of());
      tree.append(size, many.subList(size, size + count));
      tree.changed().forEach(tile -> stored.put(tile.place(), Tile.of(tile.place(), tile.bytes())));
      size += count;
    }
    var range = new CompactRange(0);
    many.forEach(range::append);
    var prover = new Prover(new TiledTree(stored::get, Map.of()));

    assertThat(prover.root(0, size)).isEqualTo(range.root());
    assertThat(stored.keySet()).contains(new Tile.Place(2, 0), new Tile.Place(1, 2));
    assertThat(
            Proofs.includes(
                range.root(), size, 65_535, many.get(65_535), prover.inclusion(65_535, size)))
        .isTrue();
  }

  @Test
  void shouldAppendAgainWhereAnOlderTreeWasRestored() {
    Map<Tile.Place, Tile> stored = new HashMap<>();
    var first = new TiledTree(stored::get, Map.of());
    first.append(0, leaves.subList(0, 50));
    first.changed().forEach(tile -> stored.put(tile.place(), tile));
    var again = new TiledTree(stored::get, Map.of());

    again.append(30, leaves.subList(30, 60));

    assertThat(new Prover(again).root(0, 60)).isEqualTo(definition(leaves.subList(0, 60)));
  }

  @Test
  void shouldGoOnAfterLostLeavesByTheRootsThatAreKnown() {
    List<Hash> many = leaves(1_500);
    var whole = new CompactRange(0);
    many.forEach(whole::append);
    for (int[] lost : List.of(new int[] {3, 4}, new int[] {100, 700}, new int[] {512, 1_100})) {
      Map<Tile.Place, Tile> stored = new HashMap<>();
      var before = new TiledTree(stored::get, Map.of());
      before.append(0, many.subList(0, lost[0]));
      before.changed().forEach(tile -> stored.put(tile.place(), tile));
      var known = new CompactRange(0);
      many.subList(0, lost[1]).forEach(known::append);
      Map<Subtree, Hash> loose = new HashMap<>();
      List<Subtree> covering = Subtree.covering(0, lost[1]);
      for (int i = 0; i < covering.size(); i++) {
        loose.put(covering.get(i), known.nodes().get(i));
      }

      var after = new TiledTree(stored::get, loose);
      after.append(lost[1], many.subList(lost[1], many.size()));
      var prover = new Prover(after);

      assertThat(prover.root(0, many.size())).isEqualTo(whole.root());
      int leaf = 1_300;
      assertThat(
              Proofs.includes(
                  whole.root(),
                  many.size(),
                  leaf,
                  many.get(leaf),
                  prover.inclusion(leaf, many.size())))
          .isTrue();
      assertThatThrownBy(() -> after.root(new Subtree(0, lost[0])))
          .isInstanceOf(MissingNodeException.class);
    }
  }

  @Test
  void shouldSayWhatIsMissing() {
    var tree = new TiledTree(place -> null, Map.of());
    assertThatThrownBy(() -> tree.root(new Subtree(8, 3)))
        .isInstanceOf(MissingNodeException.class)
        .hasMessage("Expected the hashes of entries 768 to 1023, but they are not all there.");
  }

  private Hash byDefinition(Subtree subtree) {
    int begin = (int) (subtree.index() << subtree.level());
    return definition(leaves.subList(begin, begin + (1 << subtree.level())));
  }

  /** MTH of RFC 6962, 2.1, over leaf hashes. */
  private static Hash definition(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Hash.node(
        definition(leaves.subList(0, split)), definition(leaves.subList(split, leaves.size())));
  }

  private static List<Hash> longer(List<Hash> path) {
    var longer = new ArrayList<>(path);
    longer.add(Hash.EMPTY_ROOT);
    return longer;
  }

  private static List<Hash> leaves(int count) {
    var leaves = new ArrayList<Hash>(count);
    for (int i = 0; i < count; i++) {
      leaves.add(Hash.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }
}
