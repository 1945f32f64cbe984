package dev.synod.examples.review;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the workflow asks of a reviewer.
 *
 * @param run id of the run, which findings, barrier and proposal carry
 * @param repository path, relative to the review's root or absolute
 */
record Request(String run, String repository) {

  /**
   * Reads a task's input.
   *
   * @throws IllegalArgumentException if it lacks a member; the task then fails for good
   */
  static Request of(JsonNode input) {
    return new Request(text(input, "run"), text(input, "repository"));
  }

  private static String text(JsonNode input, String member) {
    JsonNode value = input.path(member);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new IllegalArgumentException(
          "Expected an input with the text members run and repository, but %s is %s"
              .formatted(member, value.isMissingNode() ? "missing" : value));
    }
    return value.textValue();
  }

  /** Prefix of all findings of the run. */
  String findingsPrefix() {
    return findingsPrefix(run);
  }

  static String findingsPrefix(String run) {
    return "findings/" + run + "/";
  }

  /** Counter of the files that all reviewers looked at. */
  String filesCounter() {
    return "counts/" + run + "/files";
  }
}
