package dev.synod.operator.declaration;

/** What became of a request to another service. */
public sealed interface Outcome {
  /** It is as wanted. */
  record Done() implements Outcome {}

  /**
   * The service does not want it; asking again changes nothing as long as nothing else changes.
   *
   * @param code stable word of the problem
   * @param detail what was expected and found
   */
  record Refused(String code, String detail) implements Outcome {}

  /**
   * The service could not be asked, or could not answer.
   *
   * @param detail which service, and what happened
   */
  record Unreachable(String detail) implements Outcome {}

  /** The one value of {@link Done}. */
  Outcome DONE = new Done();
}
