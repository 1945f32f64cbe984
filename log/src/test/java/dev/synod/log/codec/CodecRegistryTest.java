package dev.synod.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecRegistryTest {

  sealed interface Shape {
    record Circle(long radius) implements Shape {}

    record Square(long side, @Nullable String label) implements Shape {}
  }

  /** The same family, as it was before squares got a label and a grid. */
  sealed interface OldShape {
    record Square(long side) implements OldShape {}
  }

  sealed interface NewShape {
    record Square(long side, @Nullable String label, List<Long> grid, String colour)
        implements NewShape {}
  }

  record Holder(
      int count,
      boolean flag,
      @Nullable Value maybe,
      SortedMap<String, Long> ages,
      Map<Key, Shape> shapes,
      Box<String> box) {}

  record Key(String first, long second) {}

  record Box<T>(List<T> content, @Nullable T best) {}

  private static CodecRegistry.Builder shapes() {
    return CodecRegistry.builder().type(1, 1, Shape.Circle.class).type(2, 1, Shape.Square.class);
  }

  @Test
  void shouldReadBackEveryKindOfComponent() {
    CodecRegistry codecs = shapes().roots(Holder.class).build();
    var ages = new TreeMap<>(Map.of("b", 2L, "a", Long.MIN_VALUE));
    var holder =
        new Holder(
            -7,
            true,
            Values.NULL,
            ages,
            Map.of(new Key("x", 1), new Shape.Square(3, null)),
            new Box<>(List.of("p", "q"), null));
    assertThat(codecs.decode(Holder.class, codecs.encode(Holder.class, holder))).isEqualTo(holder);
  }

  @Test
  void shouldTellAnAbsentValueFromJsonNull() {
    CodecRegistry codecs = shapes().roots(Holder.class).build();
    for (Value maybe : new Value[] {null, Values.NULL, Value.of("text")}) {
      var holder =
          new Holder(1, false, maybe, new TreeMap<>(), Map.of(), new Box<>(List.of("x"), "x"));
      assertThat(codecs.decode(Holder.class, codecs.encode(Holder.class, holder)).maybe())
          .isEqualTo(maybe);
    }
  }

  @Test
  void shouldNotBuildWhenAMemberOfAFamilyIsNotRegistered() {
    var incomplete = CodecRegistry.builder().type(1, 1, Shape.Circle.class).roots(Shape.class);
    assertThatThrownBy(incomplete::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Square");
  }

  @Test
  void shouldNotRegisterAnIdTwice() {
    var builder = CodecRegistry.builder().type(1, 1, Shape.Circle.class);
    assertThatThrownBy(() -> builder.type(1, 1, Shape.Square.class))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadOlderBytesWhenComponentsWereAdded() {
    byte[] old =
        CodecRegistry.builder()
            .type(2, 1, OldShape.Square.class)
            .roots(OldShape.class)
            .build()
            .encode(OldShape.class, new OldShape.Square(5));
    CodecRegistry codecs =
        CodecRegistry.builder()
            .type(2, 2, NewShape.Square.class)
            .missing(NewShape.Square.class, "colour", "grey")
            .roots(NewShape.class)
            .build();
    assertThat(codecs.decode(NewShape.class, old))
        .isEqualTo(new NewShape.Square(5, null, List.of(), "grey"));
  }

  @Test
  void shouldRefuseBytesOfANewerVersion() {
    CodecRegistry newer =
        CodecRegistry.builder().type(2, 2, NewShape.Square.class).roots(NewShape.class).build();
    byte[] bytes = newer.encode(NewShape.class, new NewShape.Square(5, "x", List.of(1L), "red"));
    CodecRegistry older = shapes().roots(Shape.class).build();
    assertThatThrownBy(() -> older.decode(Shape.class, bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void shouldNotWriteTrailingComponentsThatAreMissing() {
    CodecRegistry codecs = shapes().roots(Shape.class).build();
    byte[] bytes = codecs.encode(Shape.class, new Shape.Square(5, null));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("83020105");
  }

  @Test
  void shouldRefuseNullWhereNoneIsAllowed() {
    CodecRegistry codecs = CodecRegistry.builder().roots(Key.class).build();
    assertThatThrownBy(() -> codecs.encode(Key.class, new Key(null, 1)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Key.first");
    assertThatThrownBy(() -> codecs.decode(Key.class, HexFormat.of().parseHex("82f601")))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void shouldRefuseWhatFollowsTheValue() {
    CodecRegistry codecs = CodecRegistry.builder().roots(Key.class).build();
    assertThatThrownBy(() -> codecs.decode(Key.class, HexFormat.of().parseHex("826161010a")))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void shouldKeepNumbersExact() {
    CodecRegistry codecs = CodecRegistry.builder().roots(Value.class).build();
    for (String json :
        List.of(
            "0",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "123456789012345678901234567890.5",
            "-123456789012345678901234567890123456789",
            "1e500",
            "1e-500",
            "100",
            "0.1")) {
      Value value = Value.parse(json);
      assertThat(codecs.decode(Value.class, codecs.encode(Value.class, value))).isEqualTo(value);
    }
  }
}
