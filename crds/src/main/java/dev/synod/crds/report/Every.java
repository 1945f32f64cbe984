package dev.synod.crds.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which calendar periods are reported, each once it is over. */
public enum Every {
  /** From midnight to midnight. */
  @JsonProperty("Day")
  DAY,
  /** From Monday on. */
  @JsonProperty("Week")
  WEEK,
  /** From the first on. */
  @JsonProperty("Month")
  MONTH
}
