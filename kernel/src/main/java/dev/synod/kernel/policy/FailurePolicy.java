package dev.synod.kernel.policy;

/** What happens where a policy can't be evaluated. */
public enum FailurePolicy {
  REFUSE("Refuse"),
  ALLOW("Allow");

  private final String word;

  FailurePolicy(String word) {
    this.word = word;
  }

  /** As users write it. */
  public String word() {
    return word;
  }
}
