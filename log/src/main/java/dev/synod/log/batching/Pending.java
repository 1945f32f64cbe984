package dev.synod.log.batching;

import dev.synod.kernel.Reply;

/** An encoded request that waits for its reply. */
public final class Pending {
  private final byte[] bytes;
  private final Receiver receiver;
  private final int position;

  /**
   * A request.
   *
   * @param bytes that are not changed any more
   * @param receiver of the reply
   * @param position of the request among those the receiver waits for
   */
  public Pending(byte[] bytes, Receiver receiver, int position) {
    this.bytes = bytes;
    this.receiver = receiver;
    this.position = position;
  }

  /** Takes replies, each once, from any thread. */
  public interface Receiver {
    void reply(int position, Reply reply);

    /** The request was not submitted, and a retry elsewhere may help. */
    void failed(int position, RuntimeException cause);
  }

  /** The request's bytes, which must not be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Gives the reply to whom it is for. */
  public void reply(Reply reply) {
    receiver.reply(position, reply);
  }

  /** Tells that the request was not submitted. */
  public void failed(RuntimeException cause) {
    receiver.failed(position, cause);
  }
}
