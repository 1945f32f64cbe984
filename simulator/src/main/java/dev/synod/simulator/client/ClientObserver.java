package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.log.Tail;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.world.Node;

/** Sees what clients ask and are told. */
public interface ClientObserver {
  /** A client asks for something, for the first time; answers a number for it. */
  long asked(Node client, ClientRequest request);

  /** The client was told what became of it. */
  void told(long number, Reply reply);

  /** A client begins a read that must see all that was acknowledged; answers a number for it. */
  long reads(Node client);

  /** The client was given a state to read from. */
  void read(long number, KernelState state);

  /** A client resumed a watch behind a revision, and was given a page. */
  void watched(Node client, long afterRevision, Tail.Page page);
}
