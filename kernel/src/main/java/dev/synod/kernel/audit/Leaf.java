package dev.synod.kernel.audit;

import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the audit tree keeps of a request, in this order: format (1 byte, 1), log index, place in
 * the batch, batch time in milliseconds, revision after it, permit (8 bytes each, big-endian);
 * subject, action, scope, outcome (the word {@code applied} or the rejection's), each as a 4-byte
 * length and UTF-8; and the salted digest of the command. The payload itself is not in it, so that
 * it can be erased and the tree stays whole.
 */
public final class Leaf {
  private static final byte FORMAT = 1;

  private Leaf() {}

  /** The hash of a request's leaf. */
  public static Bytes hash(
      long index, int place, long timeMillis, long revision, Request request, Reply reply) {
    byte[] subject = utf8(request.origin().subject());
    byte[] action = utf8(request.command().action());
    byte[] scope = utf8(request.command().scope().toString());
    byte[] outcome =
        utf8(
            switch (reply) {
              case Reply.Applied _ -> "applied";
              case Reply.Rejected rejected -> rejected.rejection().code().word();
            });
    byte[] payload = request.payloadDigest().trustedArray();
    var leaf =
        ByteBuffer.allocate(
            57 + subject.length + action.length + scope.length + outcome.length + payload.length);
    leaf.put(FORMAT).putLong(index).putLong(place).putLong(timeMillis).putLong(revision);
    leaf.putLong(request.origin().permit());
    put(leaf, subject);
    put(leaf, action);
    put(leaf, scope);
    put(leaf, outcome);
    leaf.put(payload);
    return Frontier.leafHash(leaf.array(), leaf.position());
  }

  private static void put(ByteBuffer leaf, byte[] text) {
    leaf.putInt(text.length).put(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
