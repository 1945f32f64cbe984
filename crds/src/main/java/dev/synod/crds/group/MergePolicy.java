package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of two writes to one key that did not know of each other. */
public enum MergePolicy {
  /** The later one is refused and told the revision that it missed. */
  @JsonProperty("Reject")
  REJECT,
  /** The later one replaces the earlier. */
  @JsonProperty("LastWriter")
  LAST_WRITER,
  /** Values are whole numbers and are added. */
  @JsonProperty("Counter")
  COUNTER,
  /** Each is applied to what it finds, as in RFC 7396. */
  @JsonProperty("JsonMergePatch")
  JSON_MERGE_PATCH
}
