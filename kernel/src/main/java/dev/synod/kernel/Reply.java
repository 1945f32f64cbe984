package dev.synod.kernel;

/** What became of a request. */
public sealed interface Reply {
  /**
   * The request took effect, or had no effect to take.
   *
   * @param revision of its last event; the state's own where it caused none
   * @param id of what it created (session, task, proposal, run, permit), otherwise 0
   */
  record Applied(long revision, long id) implements Reply {}

  /** The request changed nothing. */
  record Rejected(Rejection rejection) implements Reply {}
}
