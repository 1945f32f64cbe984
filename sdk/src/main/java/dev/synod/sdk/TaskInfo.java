package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A task as the server knows it.
 *
 * @param agent that holds it or held it last; empty while it waits
 * @param output JSON null unless completed
 * @param submittedBy the subject that asked, such as {@code agent:review/lead}; empty where a run
 *     did
 */
public record TaskInfo(
    long id,
    String capability,
    Status status,
    int attempt,
    String agent,
    JsonNode output,
    Optional<Fault> fault,
    String submittedBy) {
  /** Where it stands. */
  public enum Status {
    QUEUED,
    ASSIGNED,
    COMPLETED,
    FAILED,
    EXPIRED,
    CANCELLED;

    /** Whether nothing more will happen to it. */
    public boolean isFinal() {
      return this != QUEUED && this != ASSIGNED;
    }
  }
}
