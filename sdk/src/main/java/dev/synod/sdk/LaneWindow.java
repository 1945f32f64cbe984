package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Requests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the requests of one lane of one session, so that each takes effect exactly once however
 * often it is sent. Not thread-safe: it belongs to the session's loop. It does no I/O and reads no
 * clock.
 *
 * <p>The server consumes numbers in order, without gaps. A number that was sent belongs to its
 * request until the server has answered it, or has said by {@code sequence-gap} that it was not
 * consumed; only then it may be given to another.
 */
final class LaneWindow {
  /** Requests without a reply, from the oldest to the newest number. The server's limit is 4096. */
  static final int SPAN_MAX = 1024;

  private static final int PACK_REQUESTS_MAX = 256;
  private static final int PACK_BYTES_MAX = 512 * 1024;

  private enum State {
    /** To be sent. */
    READY,
    /** Sent, and not answered. */
    SENT,
    /** Answered: not applied, to be sent again. */
    REFUSED,
    /** Answered: nobody knows, to be sent again with the same number. */
    UNKNOWN
  }

  /** How replies left the window. */
  enum Standing {
    /** Nothing to do but send on. */
    FLOWING,
    /** Some were refused; the rest of what was sent is still to be answered. */
    WAITING,
    /** To be aligned at once, and sent again. */
    GAP,
    /** To be aligned after a pause, and sent again. */
    REFUSED
  }

  private static final class Slot {
    final Outgoing outgoing;
    State state = State.READY;
    boolean mayBeApplied;

    /** Whether it was sent before, by what was sent last, and that copy may be applied. */
    boolean isRepeated;

    /** Whether the server had no copy of it when it was sent last, for it missed one before it. */
    boolean isMissed;

    /** Numbers below this one had been answered when it was sent last. */
    long firstWhenSent;

    long refusedAtNanos;
    boolean wasRefused;

    Slot(Outgoing outgoing) {
      this.outgoing = outgoing;
    }

    /** Whether the server may have a copy of it, and has not said that it misses one before it. */
    boolean isInDoubt() {
      return mayBeApplied && !isMissed;
    }
  }

  private final Lane lane;
  private final long retryNanosMax;
  private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
  private TreeMap<Long, Slot> slots = new TreeMap<>();

  /**
   * Numbers of requests that were given up in doubt: a copy may be on its way yet, over a stream
   * that broke, and take the number.
   */
  private final TreeSet<Long> doubted = new TreeSet<>();

  /** The greatest number that was applied; the server has consumed all up to it. */
  private long taken;

  private long next = 1;
  private long expected;
  private boolean paused;

  /**
   * @param retryNanosMax for how long a request is sent again that the server refuses for the
   *     moment
   */
  LaneWindow(Lane lane, long retryNanosMax) {
    this.lane = lane;
    this.retryNanosMax = retryNanosMax;
  }

  void add(Outgoing outgoing) {
    queue.add(outgoing);
  }

  boolean isEmpty() {
    return queue.isEmpty() && slots.isEmpty();
  }

  /** The next pack to send, or null where there is nothing to send or the window is full. */
  @Nullable Requests nextPack() {
    if (paused) {
      return null;
    }
    number();
    Requests.Builder pack = null;
    long last = 0;
    int bytes = 0;
    for (var entry : slots.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.state != State.READY) {
        if (pack != null) {
          break;
        }
        continue;
      }
      if (pack == null) {
        pack = Requests.newBuilder().setLane(lane.wire()).setFirstNumber(entry.getKey());
      } else if (entry.getKey() != last + 1) {
        break;
      }
      bytes += slot.outgoing.request().getSerializedSize();
      if (pack.getRequestsCount() > 0
          && (bytes > PACK_BYTES_MAX || pack.getRequestsCount() == PACK_REQUESTS_MAX)) {
        break;
      }
      pack.addRequests(slot.outgoing.request());
      slot.state = State.SENT;
      slot.isRepeated = slot.mayBeApplied;
      slot.isMissed = false;
      slot.mayBeApplied = true;
      slot.firstWhenSent = slots.firstKey();
      last = entry.getKey();
    }
    return pack == null ? null : pack.setAcknowledged(acknowledged()).build();
  }

  private void number() {
    if (slots.values().stream().anyMatch(slot -> slot.state == State.REFUSED)) {
      return;
    }
    while (!queue.isEmpty() && next - 1 - acknowledged() < SPAN_MAX) {
      slots.put(next++, new Slot(queue.remove()));
    }
  }

  private long acknowledged() {
    return slots.isEmpty() ? next - 1 : slots.firstKey() - 1;
  }

  /** Takes in the replies to a pack. */
  Standing replied(long firstNumber, List<Reply> replies, long nowNanos) {
    long number = firstNumber;
    for (Reply reply : replies) {
      Slot slot = slots.get(number);
      if (slot != null && slot.state == State.SENT) {
        replied(firstNumber, number, slot, reply, nowNanos);
      }
      number++;
    }
    return standing();
  }

  private void replied(long firstNumber, long number, Slot slot, Reply reply, long nowNanos) {
    if (!reply.hasRejection()) {
      slots.remove(number);
      doubted.headSet(number).clear();
      taken = Math.max(taken, number);
      if (expected <= taken) {
        // It was missed when that was said, and has come since.
        expected = 0;
      }
      slot.outgoing.answer().settle(new Written(reply.getRevision(), reply.getId()));
      return;
    }
    SynodException refusal = Refusals.of(reply.getRejection());
    switch (refusal.code()) {
      case Refusals.SEQUENCE_GAP -> gap(firstNumber, number, slot, refusal);
      case SynodException.INDETERMINATE -> slot.state = State.UNKNOWN;
      case SynodException.UNAVAILABLE,
          Refusals.REPLICA_DIVERGED,
          Refusals.PERMIT_STALE,
          Refusals.POLICY_STALE -> {
        if (!slot.wasRefused) {
          slot.wasRefused = true;
          slot.refusedAtNanos = nowNanos;
        }
        if (nowNanos - slot.refusedAtNanos > retryNanosMax) {
          settleUntaken(number, slot, refusal);
        } else {
          slot.state = State.REFUSED;
          slot.mayBeApplied = slot.isRepeated;
        }
      }
      // These may come before the kernel looks at the number, by which it knows a copy sent before.
      case SynodException.SESSION_GONE,
          Refusals.LIMIT_EXCEEDED,
          Refusals.PERMISSION_DENIED,
          Refusals.UNAUTHENTICATED ->
          settleUntaken(number, slot, refusal);
      default -> settle(number, slot, refusal);
    }
  }

  /**
   * The server misses a number before this one. Only where that one had been answered before this
   * one was sent, or is answered with it, it is a hole to be closed; where both were on their way,
   * this one may just have come first.
   */
  private void gap(long firstNumber, long number, Slot slot, SynodException refusal) {
    JsonNode found = refusal.details().path("expected");
    long expectedByServer = found.isNumber() ? found.asLong() : number;
    if (expectedByServer > number) {
      settle(
          number,
          slot,
          new SynodException(
              SynodException.INDETERMINATE,
              "Expected a reply to request %d, but the server has forgotten it: %s"
                  .formatted(number, refusal.getMessage())));
      return;
    }
    boolean isHole = expectedByServer < slot.firstWhenSent || expectedByServer >= firstNumber;
    if (isHole && expectedByServer > taken) {
      expected = expected == 0 ? expectedByServer : Math.min(expected, expectedByServer);
    }
    slot.state = State.REFUSED;
    slot.isMissed = true;
    slot.mayBeApplied = slot.isRepeated;
  }

  private static SynodException doubtful(long number, SynodException refusal) {
    return new SynodException(
        SynodException.INDETERMINATE,
        "Expected request %d to be taken when it was sent again, but it was not; the copy sent before may have taken effect: %s"
            .formatted(number, refusal.getMessage()));
  }

  /** It took no number, as far as is known; of one that was sent before nothing is known. */
  private void settleUntaken(long number, Slot slot, SynodException refusal) {
    if (slot.isRepeated) {
      doubted.add(number);
      settle(number, slot, doubtful(number, refusal));
    } else {
      settle(number, slot, refusal);
    }
  }

  private void settle(long number, Slot slot, SynodException refusal) {
    slots.remove(number);
    slot.outgoing.answer().settleExceptionally(refusal);
  }

  private Standing standing() {
    boolean again = false;
    boolean isAnswered = true;
    for (Slot slot : slots.values()) {
      isAnswered &= slot.state != State.SENT;
      again |= slot.state == State.REFUSED || slot.state == State.UNKNOWN;
    }
    if (!again) {
      expected = 0;
      return Standing.FLOWING;
    }
    paused = true;
    if (!isAnswered) {
      return Standing.WAITING;
    }
    return expected != 0 ? Standing.GAP : Standing.REFUSED;
  }

  /**
   * Makes ready what must be sent again. To be called when all that was sent has been answered.
   *
   * <p>Where a refused request consumed no number, those after it move down. One whose fate is
   * unknown keeps its number until the server has answered for sure: such are sent again first, as
   * they are, and the others wait. Where the server has no copy of one that was sent before, that
   * copy may be on its way yet: then no number may be given to another, or one of the two would be
   * taken for the other.
   *
   * @return false where the numbers can't be made good: the session is to be given up
   */
  boolean align() {
    boolean hole = expected != 0 && !slots.isEmpty() && expected < slots.firstKey();
    if (hole && slots.values().stream().anyMatch(Slot::isInDoubt)) {
      expected = 0;
      paused = false;
      slots.values().forEach(slot -> slot.state = slot.isInDoubt() ? State.READY : State.REFUSED);
      return true;
    }
    if (hole && !isFree(expected)) {
      return false;
    }
    if (hole) {
      var moved = new ArrayList<>(slots.values());
      slots = new TreeMap<>();
      next = expected;
      for (Slot slot : moved) {
        slots.put(next++, slot);
      }
    }
    resend();
    return true;
  }

  private boolean isFree(long from) {
    return doubted.tailSet(from).isEmpty()
        && slots.values().stream().noneMatch(slot -> slot.mayBeApplied);
  }

  /** Makes ready all that has no reply, because the stream broke on which replies would come. */
  void resend() {
    paused = false;
    expected = 0;
    for (Slot slot : slots.values()) {
      slot.state = State.READY;
    }
  }

  /** Fails all that has no reply, because the session has ended, and starts at 1 again. */
  void fail(SynodException cause) {
    var unsent = new ArrayList<Outgoing>(queue);
    queue.clear();
    for (Slot slot : slots.values()) {
      if (slot.mayBeApplied) {
        slot.outgoing
            .answer()
            .settleExceptionally(
                new SynodException(
                    SynodException.INDETERMINATE,
                    "Expected a reply to the request, but the session ended before it came; it may have taken effect. (%s)"
                        .formatted(cause.getMessage()),
                    Json.object(),
                    cause));
      } else {
        unsent.add(slot.outgoing);
      }
    }
    unsent.forEach(outgoing -> outgoing.answer().settleExceptionally(cause));
    slots = new TreeMap<>();
    doubted.clear();
    taken = 0;
    next = 1;
    resend();
  }
}
