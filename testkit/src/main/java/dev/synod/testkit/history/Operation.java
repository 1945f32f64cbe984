package dev.synod.testkit.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history.
 *
 * @param client who asked, one thing at a time
 * @param key of the register, the task or the stream
 */
public record Operation(
    String client,
    Kind op,
    String key,
    Asked input,
    @JsonUnwrapped Answer answer,
    @JsonUnwrapped Span span) {

  /** What is done; the constants' names in lower case are the words of the history. */
  public enum Kind {
    /** Reads a register: value and revision. */
    @JsonProperty("read")
    READ,
    /** Writes a register, where it has the expected revision. */
    @JsonProperty("write")
    WRITE,
    /** Reads a task's result. */
    @JsonProperty("result")
    RESULT,
    /** Hands in a task's result. */
    @JsonProperty("complete")
    COMPLETE,
    /** A watch begins behind a revision, or begins anew because it was too far behind. */
    @JsonProperty("watch")
    WATCH,
    /** A watch sees an event. */
    @JsonProperty("event")
    EVENT
  }

  /** What became of it. */
  public enum Outcome {
    /** It took effect. */
    @JsonProperty("ok")
    OK,
    /** It certainly had no effect, and will have none. */
    @JsonProperty("refused")
    REFUSED,
    /** It may have had an effect, or may have one later. */
    @JsonProperty("unknown")
    UNKNOWN
  }

  /**
   * What was asked for.
   *
   * @param value to write or to hand in
   * @param expected revision of the register: -1 for any, 0 for none
   * @param after the revision behind which a watch begins
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Asked(@Nullable String value, long expected, long after) {
    public static final Asked NOTHING = new Asked(null, 0, 0);
  }

  /** What was found or made. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Found(@Nullable String value, long revision) {
    public static final Found NOTHING = new Found(null, 0);
  }

  /** What was answered. */
  public record Answer(Outcome outcome, Found output) {
    public static final Answer UNKNOWN = new Answer(Outcome.UNKNOWN, Found.NOTHING);
    public static final Answer REFUSED = new Answer(Outcome.REFUSED, Found.NOTHING);

    public static Answer ok(@Nullable String value, long revision) {
      return new Answer(Outcome.OK, new Found(value, revision));
    }
  }

  /**
   * When, on one monotonic clock for all clients.
   *
   * @param returned where the outcome is unknown it is not looked at
   */
  public record Span(@JsonProperty("invoke") long invoked, @JsonProperty("return") long returned) {}
}
