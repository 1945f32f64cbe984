package dev.synod.operator.condition;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a condition is as it is; each kind has an enum of its own. */
public interface Reason {
  /** The enum constant's name, such as {@code NOT_DECLARED}. */
  String name();

  /** The reason as users see it, such as {@code NotDeclared}. */
  default String word() {
    return Arrays.stream(name().split("_"))
        .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
