package dev.synod.crds.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands, in one word; conditions say more. */
public enum RunPhase {
  /** Declared, and not taken up yet. */
  @JsonProperty("Pending")
  PENDING,
  /** Some step can go on. */
  @JsonProperty("Running")
  RUNNING,
  /** Every open step waits for something outside: a task, a vote, a person, a time. */
  @JsonProperty("Waiting")
  WAITING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Faulted")
  FAULTED,
  @JsonProperty("Cancelled")
  CANCELLED,
  @JsonProperty("TimedOut")
  TIMED_OUT
}
