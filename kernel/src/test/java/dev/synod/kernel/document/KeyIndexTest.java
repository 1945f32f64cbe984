package dev.synod.kernel.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private static List<String> from(KeyIndex index, String key) {
    var keys = new ArrayList<String>();
    index.from(key).forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void shouldBehaveAsASortedSetWhateverIsAddedAndRemoved() {
    // Given
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var model = new TreeSet<String>();
    KeyIndex index = KeyIndex.EMPTY;

    for (int i = 0; i < 20_000; i++) {
      // When first more is added, then more removed
      String key = "k" + random.nextInt(4_000);
      boolean add = random.nextInt(100) < (i < 10_000 ? 75 : 25);
      index = add ? index.add(key) : index.remove(key);
      if (add) {
        model.add(key);
      } else {
        model.remove(key);
      }

      // Then
      if (i % 500 == 0) {
        String start = "k" + random.nextInt(4_000);
        assertThat(from(index, start))
            .as("seed %d, step %d", seed, i)
            .isEqualTo(List.copyOf(model.tailSet(start)));
        assertThat(index.chunks()).noneMatch(List::isEmpty);
      }
    }
    assertThat(from(index, "")).isEqualTo(List.copyOf(model));
  }

  @Test
  void shouldBeEqualWhateverTheOrderOfInsertion() {
    KeyIndex up = KeyIndex.EMPTY;
    KeyIndex down = KeyIndex.EMPTY;
    for (int i = 0; i < 1_000; i++) {
      up = up.add("k" + i);
      down = down.add("k" + (999 - i));
    }

    assertThat(up.chunks()).isNotEqualTo(down.chunks());
    assertThat(up).isEqualTo(down).hasSameHashCodeAs(down);
    assertThat(up.remove("k5")).isNotEqualTo(down);
  }
}
