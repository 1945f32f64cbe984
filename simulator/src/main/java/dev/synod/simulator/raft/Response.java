package dev.synod.simulator.raft;

import dev.synod.kernel.Reply;
import org.jspecify.annotations.Nullable;

/** What a replica says to a request. */
public sealed interface Response {
  /** It was committed, and this is what became of it. */
  record Done(Reply reply) implements Response {}

  /**
   * This replica does not lead, and did nothing.
   *
   * @param leader who leads as far as it knows
   */
  record NotHere(@Nullable Replica leader) implements Response {}

  /** It may have been committed, or may be yet. */
  record Unknown() implements Response {}
}
