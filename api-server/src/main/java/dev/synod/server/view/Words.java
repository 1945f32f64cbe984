package dev.synod.server.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How constants and times are spelt on the wire. */
final class Words {
  private Words() {}

  /** {@code IN_WORK} as {@code InWork}, as enums are written in Kubernetes. */
  static String camel(Enum<?> constant) {
    var word = new StringBuilder();
    boolean begins = true;
    for (char letter : constant.name().toCharArray()) {
      if (letter != '_') {
        word.append(begins ? letter : Character.toLowerCase(letter));
      }
      begins = letter == '_';
    }
    return word.toString();
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** The time, or null for 0, which stands for never. */
  static @Nullable String timeOrNull(long millis) {
    return millis == 0 ? null : time(millis);
  }

  static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
