package dev.synod.kernel.session;

import dev.synod.kernel.Reply;
import io.vavr.collection.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The numbered requests of one lane.
 *
 * @param last number that was applied
 * @param replies to the newest numbers, the last one's at the end, until the client acknowledges
 *     them
 */
public record Sequence(long last, Vector<Reply> replies) {
  public static final Sequence START = new Sequence(0, Vector.empty());

  /** The reply to a number that was applied and not yet acknowledged, or null. */
  public @Nullable Reply replyTo(long number) {
    long first = last - replies.size() + 1;
    return number < first || number > last ? null : replies.get((int) (number - first));
  }

  Sequence append(Reply reply, long acknowledged) {
    long first = last - replies.size() + 1;
    int forget = Math.clamp(acknowledged - first + 1, 0, replies.size());
    Vector<Reply> kept = forget == replies.size() ? Vector.empty() : replies.drop(forget);
    return new Sequence(last + 1, kept.append(reply));
  }
}
