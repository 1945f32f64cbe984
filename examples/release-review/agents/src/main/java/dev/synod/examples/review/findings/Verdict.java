package dev.synod.examples.review.findings;

import dev.synod.examples.review.findings.Concern.Severity;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a reviewer votes, and why.
 *
 * @param option {@link #RELEASE} or {@link #REJECT}
 */
public record Verdict(String option, String reason) {
  /** The option for a release. */
  public static final String RELEASE = "release";

  /** The option against it. */
  public static final String REJECT = "reject";

  private static final int REASON_CHARACTERS_MAX = 500;

  /**
   * Against the release if any concern blocks it, with all of those as the reason.
   *
   * @param otherwise the reason when nothing blocks
   */
  public static Verdict of(List<Concern> concerns, String otherwise) {
    String blocking =
        concerns.stream()
            .filter(concern -> concern.severity() == Severity.BLOCKING)
            .map(Concern::message)
            .collect(Collectors.joining("; "));
    return blocking.isEmpty()
        ? new Verdict(RELEASE, otherwise)
        : new Verdict(REJECT, shortened(blocking));
  }

  private static String shortened(String reason) {
    return reason.length() <= REASON_CHARACTERS_MAX
        ? reason
        : reason.substring(0, REASON_CHARACTERS_MAX - 1) + "…";
  }
}
