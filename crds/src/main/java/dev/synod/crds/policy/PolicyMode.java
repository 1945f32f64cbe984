package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a request that a policy denies. */
public enum PolicyMode {
  /** It is refused. */
  @JsonProperty("Enforce")
  ENFORCE,
  /** It is let through, and its caller is warned. */
  @JsonProperty("Warn")
  WARN,
  /** It is let through and counted. */
  @JsonProperty("Audit")
  AUDIT
}
