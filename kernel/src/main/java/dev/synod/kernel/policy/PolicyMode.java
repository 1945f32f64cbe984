package dev.synod.kernel.policy;

/** What a policy's no is worth. */
public enum PolicyMode {
  /** It refuses. */
  ENFORCE("Enforce"),
  /** The caller is warned. */
  WARN("Warn"),
  /** It is counted, and nobody is told. */
  AUDIT("Audit");

  private final String word;

  PolicyMode(String word) {
    this.word = word;
  }

  /** As users write it. */
  public String word() {
    return word;
  }
}
