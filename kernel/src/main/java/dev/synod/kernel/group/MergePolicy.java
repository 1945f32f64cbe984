package dev.synod.kernel.group;

/** What happens when two writers meet on a key. */
public enum MergePolicy {
  /** A write names the revision it is based on; a stale one is refused. */
  REJECT("Reject"),
  /** The later write in log order replaces the earlier. */
  LAST_WRITER("LastWriter"),
  /** Writes are additions, and commute. */
  COUNTER("Counter"),
  /** Writes are RFC 7396 merge patches. */
  JSON_MERGE_PATCH("JsonMergePatch");

  private final String word;

  MergePolicy(String word) {
    this.word = word;
  }

  /** As written in the resource. */
  public String word() {
    return word;
  }

  /** The policy of that word, or an exception that lists them. */
  public static MergePolicy of(String word) {
    for (MergePolicy policy : values()) {
      if (policy.word.equals(word)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "Expected a merge policy of Reject, LastWriter, Counter or JsonMergePatch, but found "
            + word
            + ".");
  }
}
