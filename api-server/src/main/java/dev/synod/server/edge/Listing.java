package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.server.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list, with the revision that it was read at, from which a watch can go on.
 *
 * @param next to give as {@code after} for the following items; absent at the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Listing<T>(String revision, List<T> items, @Nullable String next) {
  static final int LIMIT_DEFAULT = 500;
  static final int LIMIT_MAX = 5_000;

  /** The limit that a caller gave, within the bounds. */
  static int limit(int given) {
    return limit(given, LIMIT_MAX);
  }

  /** The limit that a caller gave for items that are larger than others. */
  static int limit(int given, int most) {
    if (given < 1 || given > most) {
      throw ProblemException.invalid(
          "Expected a limit of 1 to %d, but found %d.".formatted(most, given));
    }
    return given;
  }
}
