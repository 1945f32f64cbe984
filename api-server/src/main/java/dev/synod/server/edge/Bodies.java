package dev.synod.server.edge;

import dev.synod.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Checks on request bodies that the types can't make. */
final class Bodies {
  private Bodies() {}

  /** The body, which must be there. */
  static <T> T required(@Nullable T body) {
    if (body == null) {
      throw ProblemException.invalid("Expected a JSON body, but found none.");
    }
    return body;
  }

  /** The field, which must be there. */
  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.invalid("Expected the field '%s', but found none.".formatted(field));
    }
    return value;
  }
}
