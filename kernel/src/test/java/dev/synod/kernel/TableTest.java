package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.value.Fingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableTest {
  /** Keys whose hashes collide as often as can be. */
  private record Clumsy(int number) {
    @Override
    public int hashCode() {
      return number % 3;
    }
  }

  private record Thing(int number) implements Entity {
    @Override
    public long fingerprint() {
      return new Fingerprint("thing").add(number).value();
    }
  }

  private static Table<Clumsy, Thing> table(List<Integer> numbers) {
    Table<Clumsy, Thing> table = Table.empty();
    for (int number : numbers) {
      table = table.put(new Clumsy(number), new Thing(number));
    }
    return table;
  }

  @Test
  void shouldBeEqualWithEqualDigestWhateverTheOrderOfInsertion() {
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < 200; i++) {
      numbers.add(i);
    }
    Table<Clumsy, Thing> sorted = table(numbers);

    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(numbers, new Random(seed));
      Table<Clumsy, Thing> shuffled =
          table(numbers).put(new Clumsy(999), new Thing(1)).remove(new Clumsy(999));

      assertThat(shuffled).isEqualTo(sorted).hasSameHashCodeAs(sorted);
      assertThat(shuffled.digest()).isEqualTo(sorted.digest());
    }
  }

  @Test
  void shouldKeepTheDigestOfWhatItHolds() {
    Table<Clumsy, Thing> table = table(List.of(1, 2));

    assertThat(table.put(new Clumsy(2), new Thing(3)).digest())
        .isEqualTo(new Thing(1).fingerprint() + new Thing(3).fingerprint());
    assertThat(table.remove(new Clumsy(1)).remove(new Clumsy(2)).digest()).isZero();
    assertThat(table.remove(new Clumsy(7))).isSameAs(table);
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertThatThrownBy(() -> table(List.of()).require(new Clumsy(4)))
        .hasMessageContaining("Clumsy[number=4]");
  }
}
