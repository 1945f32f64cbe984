package dev.synod.server.audit;

import dev.synod.kernel.audit.AuditCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that is made in the background and kept in PostgreSQL.
 *
 * @param id of the row
 * @param of what it is made for
 * @param state how far it is
 * @param message why it waits, failed or is gone; else empty
 * @param first leaf that it covers, 0 before that is known
 * @param leaves that it covers, 0 before that is known
 * @param leavesDone of them
 * @param outcome once it is made
 */
public record KeptReport(
    long id,
    Of of,
    State state,
    String message,
    long first,
    long leaves,
    long leavesDone,
    @Nullable Outcome outcome) {

  /**
   * What the trail tells of somebody who takes its archive.
   *
   * @throws IllegalStateException if there is none
   */
  AuditCommand.RecordReport taken() {
    Outcome there = outcome;
    if (there == null) {
      throw new IllegalStateException("Expected a report that is made.");
    }
    return new AuditCommand.RecordReport(
        of.namespace(),
        new AuditCommand.Period(of.from(), of.to()),
        List.of("report=" + of.namespace() + "/" + of.name()),
        first,
        first + leaves,
        false,
        there.digest());
  }

  /**
   * What a report is made for: a resource, one generation of it, and a period.
   *
   * @param from RFC 3339, inclusive
   * @param to RFC 3339, exclusive
   */
  public record Of(
      String namespace, String name, String uid, long generation, String from, String to) {}

  /** How far it is. */
  public enum State {
    WAITING("Waiting"),
    MAKING("Making"),
    MADE("Made"),
    FAILED("Failed"),
    EXPIRED("Expired");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As the table and answers have it. */
    public String word() {
      return word;
    }

    static State of(String word) {
      for (State state : values()) {
        if (state.word.equals(word)) {
          return state;
        }
      }
      throw new IllegalStateException("Expected a state of a report, but found " + word);
    }
  }

  /**
   * A report that is there.
   *
   * @param digest SHA-256 of its manifest, base64
   * @param bytes of the archive
   */
  public record Outcome(Progress.Sealed holds, String digest, long bytes) {}
}
