package dev.synod.kernel.task;

/** Which waiting task goes first. */
public enum Priority {
  HIGH(0),
  NORMAL(1),
  LOW(2);

  private final int rank;

  Priority(int rank) {
    this.rank = rank;
  }

  /** The lower, the sooner. */
  public int rank() {
    return rank;
  }
}
