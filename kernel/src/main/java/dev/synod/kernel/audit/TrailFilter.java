package dev.synod.kernel.audit;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What entries of the trail can be filtered by; another word finds nothing in any trail. */
public final class TrailFilter {
  /** The outcome of what took effect. */
  public static final String APPLIED = "applied";

  /** All that a request may have come to, in alphabetical order. */
  private static final List<String> OUTCOMES = outcomes();

  private static final int FOUND_CHARACTERS_MAX = 64;

  private TrailFilter() {}

  /**
   * Why actions can't be filtered by; nothing where each is a known word or family.
   *
   * @param place where they were given
   */
  public static Optional<String> refuseActions(String place, List<String> actions) {
    return refuse(
        "an action such as state.write, or a family such as state.*, in %s (none for all)"
            .formatted(place),
        actions,
        action -> Action.isAmong(Action.LOGGED, action),
        Action.LOGGED);
  }

  /**
   * Why outcomes can't be filtered by; nothing where each is known.
   *
   * @param place where they were given
   */
  public static Optional<String> refuseOutcomes(String place, List<String> outcomes) {
    return refuse(
        "applied, or the code of a refusal, in %s (none for all)".formatted(place),
        outcomes,
        OUTCOMES::contains,
        OUTCOMES);
  }

  private static Optional<String> refuse(
      String expected, List<String> given, Predicate<String> isKnown, Collection<String> known) {
    return given.stream()
        .filter(isKnown.negate())
        .findFirst()
        .map(
            word ->
                "Expected %s, but found '%s'. There are: %s."
                    .formatted(expected, shortened(word), String.join(", ", known)));
  }

  private static String shortened(String word) {
    return word.length() <= FOUND_CHARACTERS_MAX
        ? word
        : word.substring(0, FOUND_CHARACTERS_MAX) + "…";
  }

  private static List<String> outcomes() {
    return Stream.concat(Stream.of(APPLIED), Arrays.stream(Code.values()).map(Code::word))
        .sorted()
        .toList();
  }
}
