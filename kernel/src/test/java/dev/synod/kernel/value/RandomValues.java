package dev.synod.kernel.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;

/** Values of every kind, drawn from a seed. */
final class RandomValues {
  private static final String LETTERS = "ab\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é\ud83d\ude00";
  private static final String DAMAGE = "{}[]\":,\\0123456789eE+-.tfnu \n\t'";

  private RandomValues() {}

  static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Values.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> number(random);
      case 3 -> Value.of(text(random));
      case 4 -> {
        var items = new ArrayList<Value>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield Value.of(items);
      }
      default -> {
        var members = new TreeMap<String, Value>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), value(random, depth - 1));
        }
        yield new Value.Obj(members);
      }
    };
  }

  private static Value number(Random random) {
    var unscaled = new BigInteger(random.nextInt(200), random);
    int scale = random.nextInt(10) == 0 ? random.nextInt(800) - 400 : random.nextInt(6);
    return Value.of(new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale));
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** The text with some characters changed, lost or doubled. */
  static String damaged(String text, Random random) {
    var damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      char c = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, c);
        case 1 -> damaged.delete(at, Math.min(at + 1, damaged.length()));
        default -> damaged.replace(at, Math.min(at + 1, damaged.length()), String.valueOf(c));
      }
    }
    return damaged.toString();
  }
}
