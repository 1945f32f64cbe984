package dev.synod.kernel.run;

/** What a step waits for. */
public sealed interface Awaiting {
  /** A task's end. */
  record TaskEnd(long task) implements Awaiting {}

  /** A moment, Unix milliseconds. */
  record Timer(long atMillis) implements Awaiting {}

  /** A barrier's opening. */
  record BarrierOpening(String barrier, String instance) implements Awaiting {}

  /** A group's decision. */
  record GroupDecision(long proposal) implements Awaiting {}

  /** A person's decision. */
  record PersonDecision(long approval) implements Awaiting {}
}
