package dev.synod.dev.supervisor;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What is known of one part.
 *
 * @param service false for a task
 * @param detail what went wrong last; empty when nothing did
 * @param pid process number; 0 when there is none
 * @param starts how often it was started or tried
 * @param failures how often it has ended or failed since it was ready the last time
 * @param elapsedMillis from its first start to its first readiness, or to now
 */
public record PartStatus(
    String name,
    boolean service,
    State state,
    String detail,
    long pid,
    int starts,
    int failures,
    long elapsedMillis) {

  /** Where a part is between waiting for others and serving. */
  public enum State {
    /** Others have to be ready first. */
    WAITING,
    STARTING,
    /** A service answers, or a task is done. */
    READY,
    /** It ended, or does not answer in time; it is tried again. */
    FAILING
  }

  @JsonIgnore
  public boolean isReady() {
    return state == State.READY;
  }
}
