package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a request on which a policy fails. */
public enum FailurePolicy {
  /** As if the policy denied it. */
  @JsonProperty("Refuse")
  REFUSE,
  /** As if the policy had no say. */
  @JsonProperty("Allow")
  ALLOW
}
