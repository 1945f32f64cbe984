package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A policy that comes with Synod. */
public enum BuiltInPolicy {
  /** Who may not do what somebody else has to do. */
  @JsonProperty("SeparationOfDuties")
  SEPARATION_OF_DUTIES("SeparationOfDuties"),
  /** How much a namespace may hold. */
  @JsonProperty("NamespaceQuota")
  NAMESPACE_QUOTA("NamespaceQuota"),
  /** Which documents are for whom, and what belongs among them. */
  @JsonProperty("DataClasses")
  DATA_CLASSES("DataClasses");

  private final String word;

  BuiltInPolicy(String word) {
    this.word = word;
  }

  /** Its name in manifests. */
  public String word() {
    return word;
  }
}
