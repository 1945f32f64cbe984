package dev.synod.log.batching;

import dev.synod.kernel.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queues in front of the log. Critical requests go first, then normal, then bulk; but
 * each lane that has something waiting gets at least an eighth of the entry, so that none starves.
 */
public final class Lanes {
  private static final int SHARES = 8;
  private static final Lane[] ORDER = {Lane.CRITICAL, Lane.NORMAL, Lane.BULK};

  private final BatchLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Map<Lane, Queue> queues = new EnumMap<>(Lane.class);
  private boolean closed;

  private static final class Queue {
    final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    long bytes;
  }

  public Lanes(BatchLimits limits) {
    this.limits = limits;
    for (Lane lane : ORDER) {
      queues.put(lane, new Queue());
    }
  }

  /** Queues requests, as many of them as there is room for, and answers how many that were. */
  public int offer(Lane lane, List<Pending> requests) {
    lock.lock();
    try {
      Queue queue = queue(lane);
      int accepted = 0;
      while (!closed
          && accepted < requests.size()
          && queue.waiting.size() < limits.queuedRequestsMax()
          && queue.bytes + requests.get(accepted).bytes().length <= limits.queuedBytesMax()) {
        Pending request = requests.get(accepted++);
        queue.waiting.addLast(request);
        queue.bytes += request.bytes().length;
      }
      if (accepted > 0) {
        filled.signal();
      }
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something is queued, then takes what fits one entry; an empty list once closed and
   * drained.
   */
  public List<Pending> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (isEmpty()) {
        if (closed) {
          return List.of();
        }
        filled.await();
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that waits, and does not wait itself. */
  List<Pending> takeAll() {
    lock.lock();
    try {
      var all = new ArrayList<Pending>();
      while (!isEmpty()) {
        all.addAll(drain());
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private List<Pending> drain() {
    var batch = new ArrayList<Pending>();
    int requestsLeft = limits.requestsMax();
    long bytesLeft = limits.bytesMax();
    for (int i = 0; i < ORDER.length; i++) {
      int reservedLanes = waitingAfter(i);
      int requests = requestsLeft - reservedLanes * (limits.requestsMax() / SHARES);
      long bytes = bytesLeft - reservedLanes * ((long) limits.bytesMax() / SHARES);
      Queue queue = queue(ORDER[i]);
      while (requests > 0 && !queue.waiting.isEmpty()) {
        Pending next = queue.waiting.getFirst();
        int size = next.bytes().length;
        // A request larger than the lane's share still leaves, alone if need be.
        if (size > bytes && (!batch.isEmpty() || size > bytesLeft)) {
          break;
        }
        batch.add(queue.waiting.removeFirst());
        queue.bytes -= size;
        requests--;
        requestsLeft--;
        bytes -= size;
        bytesLeft -= size;
      }
    }
    return batch;
  }

  private int waitingAfter(int position) {
    int lanes = 0;
    for (int i = position + 1; i < ORDER.length; i++) {
      lanes += queue(ORDER[i]).waiting.isEmpty() ? 0 : 1;
    }
    return lanes;
  }

  /** How many requests wait in a lane. */
  public int waiting(Lane lane) {
    lock.lock();
    try {
      return queue(lane).waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new requests; what waits can still be taken. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether new requests are refused. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return queues.values().stream().allMatch(queue -> queue.waiting.isEmpty());
  }

  private Queue queue(Lane lane) {
    return java.util.Objects.requireNonNull(queues.get(lane));
  }
}
