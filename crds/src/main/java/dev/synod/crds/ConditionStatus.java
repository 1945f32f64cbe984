package dev.synod.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a condition holds, in the words of Kubernetes. */
public enum ConditionStatus {
  @JsonProperty("True")
  TRUE,
  @JsonProperty("False")
  FALSE,
  /** It could not be found out; the message says why. */
  @JsonProperty("Unknown")
  UNKNOWN
}
