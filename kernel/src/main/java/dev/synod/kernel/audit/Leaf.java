package dev.synod.kernel.audit;

import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
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
  private static final int FIXED_BYTES = 57;

  private Leaf() {}

  /**
   * Where a request stands in the log.
   *
   * @param revision of the state after it
   */
  public record Position(long index, int place, long timeMillis, long revision) {}

  /** Who asked for what. */
  public record Deed(String subject, long permit, String action, Scope scope) {
    /** What a request asks for. */
    public static Deed of(Request request) {
      Origin origin = request.origin();
      return new Deed(
          origin.subject(), origin.permit(), request.command().action(), request.command().scope());
    }
  }

  /** The hash of a request's leaf. */
  public static Bytes hash(Position position, Request request, Reply reply) {
    byte[] leaf = bytes(position, Deed.of(request), reply, request.payloadDigest());
    return Frontier.leafHash(leaf, leaf.length);
  }

  /** The leaf itself. */
  public static byte[] bytes(Position position, Deed deed, Reply reply, Bytes payloadDigest) {
    byte[] subject = utf8(deed.subject());
    byte[] action = utf8(deed.action());
    byte[] scope = utf8(deed.scope().toString());
    byte[] outcome =
        utf8(
            switch (reply) {
              case Reply.Applied _ -> TrailFilter.APPLIED;
              case Reply.Rejected rejected -> rejected.rejection().code().word();
            });
    byte[] payload = payloadDigest.trustedArray();
    int texts = subject.length + action.length + scope.length + outcome.length;
    var leaf = ByteBuffer.allocate(FIXED_BYTES + texts + payload.length);
    leaf.put(FORMAT).putLong(position.index()).putLong(position.place());
    leaf.putLong(position.timeMillis()).putLong(position.revision()).putLong(deed.permit());
    put(leaf, subject);
    put(leaf, action);
    put(leaf, scope);
    put(leaf, outcome);
    leaf.put(payload);
    return leaf.array();
  }

  private static void put(ByteBuffer leaf, byte[] text) {
    leaf.putInt(text.length).put(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
