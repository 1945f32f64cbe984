package dev.synod.examples.review.findings;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something that a reader of the findings should know.
 *
 * @param rule the rule that noticed it, a stable word
 * @param message what was found, in a sentence
 */
public record Concern(Severity severity, String rule, String message) {

  /** How much it weighs. */
  public enum Severity {
    /** The reviewer votes against the release for it. */
    @JsonProperty("blocking")
    BLOCKING,
    /** Said in the report, not held against the release. */
    @JsonProperty("notable")
    NOTABLE
  }

  /** A concern for which the reviewer votes against the release. */
  public static Concern blocking(String rule, String message) {
    return new Concern(Severity.BLOCKING, rule, message);
  }

  /** A concern that is said in the report only. */
  public static Concern notable(String rule, String message) {
    return new Concern(Severity.NOTABLE, rule, message);
  }
}
