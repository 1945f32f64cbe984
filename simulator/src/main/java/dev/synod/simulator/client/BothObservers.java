package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.log.Tail;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.world.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Two who see the same; each has its own numbers. */
public final class BothObservers implements ClientObserver {
  private final ClientObserver first;
  private final ClientObserver second;
  private final Map<Long, Long> numbersOfFirst = new HashMap<>();

  public BothObservers(ClientObserver first, ClientObserver second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public long asked(Node client, ClientRequest request) {
    return both(first.asked(client, request), second.asked(client, request));
  }

  @Override
  public void told(long number, Reply reply) {
    first.told(ofFirst(number), reply);
    second.told(number, reply);
  }

  @Override
  public long reads(Node client) {
    return both(first.reads(client), second.reads(client));
  }

  @Override
  public void read(long number, KernelState state) {
    first.read(ofFirst(number), state);
    second.read(number, state);
  }

  @Override
  public void watched(Node client, long afterRevision, Tail.Page page) {
    first.watched(client, afterRevision, page);
    second.watched(client, afterRevision, page);
  }

  private long both(long numberOfFirst, long number) {
    numbersOfFirst.put(number, numberOfFirst);
    return number;
  }

  private long ofFirst(long number) {
    return Objects.requireNonNull(numbersOfFirst.remove(number));
  }
}
