package dev.synod.log.entry;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.synod.kernel.Batch;
import dev.synod.kernel.Command;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.codec.Cbor;
import dev.synod.log.codec.Codec;
import dev.synod.log.codec.CodecException;
import dev.synod.log.codec.CodecRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an entry: an array of format, batch time and the array of requests; a request is an
 * array of origin and command. Requests are encoded by those who submit them, and only strung
 * together by the one who batches.
 */
public final class EntryCodec {

  /** Bytes in front of the requests. */
  public static final int HEADER_BYTES = 16;

  /** Encoders that wait for work; threads share them by their ids. A power of two. */
  private static final int IDLE_MAX = 16;

  private static final int FORMAT = 1;
  private static final int ARRAY_OF_3 = 0x83;
  private static final int INT_IN_8_BYTES = 0x1B;
  private static final int ARRAY_SIZED_IN_4_BYTES = 0x9A;

  private final Codec<Origin> origins;
  private final Codec<Command> commands;
  private final AtomicReferenceArray<@Nullable Encoder> idle = new AtomicReferenceArray<>(IDLE_MAX);

  public EntryCodec(CodecRegistry codecs) {
    origins = codecs.codec(Origin.class);
    commands = codecs.codec(Command.class);
  }

  /**
   * The bytes of one request.
   *
   * @throws CodecException if it has no binary form, such as text with half a surrogate pair
   */
  public byte[] encode(Request request) {
    int place = (int) Thread.currentThread().threadId() & (IDLE_MAX - 1);
    Encoder encoder = idle.getAndSet(place, null);
    try {
      if (encoder == null) {
        encoder = new Encoder();
      }
      byte[] bytes = encoder.encode(request);
      idle.set(place, encoder);
      return bytes;
    } catch (IOException | RuntimeException e) {
      // The generator stands in the middle of something: it is not used again.
      throw CodecRegistry.asCodecException(e, "Expected a request with a binary form.");
    }
  }

  /** Strings encoded requests together to an entry. */
  public static byte[] entry(long timeMillis, List<byte[]> requests, int requestBytes) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER_BYTES + requestBytes);
    entry.put((byte) ARRAY_OF_3).put((byte) FORMAT);
    entry.put((byte) INT_IN_8_BYTES).putLong(timeMillis);
    entry.put((byte) ARRAY_SIZED_IN_4_BYTES).putInt(requests.size());
    requests.forEach(entry::put);
    return entry.array();
  }

  /**
   * Decodes an entry, and computes each request's payload digest, SHA-256 over the origin's salt
   * and the command's bytes as they are in the entry.
   *
   * @throws CodecException if the bytes are not an entry
   */
  public Batch decode(long index, byte[] bytes) {
    try (CBORParser in = Cbor.parser(bytes, 0, bytes.length)) {
      Cbor.expectNext(in, JsonToken.START_ARRAY);
      Cbor.expectNext(in, JsonToken.VALUE_NUMBER_INT);
      if (in.getIntValue() != FORMAT) {
        throw new CodecException(
            "Expected an entry of format %d, but found %d.".formatted(FORMAT, in.getIntValue()));
      }
      Cbor.expectNext(in, JsonToken.VALUE_NUMBER_INT);
      long timeMillis = in.getLongValue();
      Cbor.expectNext(in, JsonToken.START_ARRAY);
      List<Request> requests = requests(in, bytes);
      Cbor.expectNext(in, JsonToken.END_ARRAY);
      if (in.nextToken() != null) {
        throw new CodecException("Expected nothing after the entry.");
      }
      return new Batch(index, timeMillis, requests);
    } catch (IOException | RuntimeException e) {
      throw CodecRegistry.asCodecException(e, "Expected the bytes of an entry.");
    }
  }

  private List<Request> requests(CBORParser in, byte[] bytes) throws IOException {
    MessageDigest digest = sha256();
    var requests = new ArrayList<Request>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Cbor.expect(in, JsonToken.START_ARRAY);
      in.nextToken();
      Origin origin = origins.read(in);
      int start = (int) in.currentLocation().getByteOffset();
      in.nextToken();
      Command command = commands.read(in);
      int end = (int) in.currentLocation().getByteOffset();
      Cbor.expectNext(in, JsonToken.END_ARRAY);
      if (requests.size() == Batch.REQUESTS_MAX) {
        throw new CodecException(
            "Expected at most %d requests in an entry.".formatted(Batch.REQUESTS_MAX));
      }
      digest.update(origin.salt().trustedArray());
      digest.update(bytes, start, end - start);
      Bytes encoded = Bytes.ofTrusted(Arrays.copyOfRange(bytes, start, end));
      requests.add(new Request(origin, command, Bytes.ofTrusted(digest.digest()), encoded));
    }
    return List.copyOf(requests);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** A generator that is kept, because making one costs more than encoding a command. */
  private final class Encoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final CBORGenerator generator = Cbor.generator(out);

    Encoder() throws IOException {}

    byte[] encode(Request request) throws IOException {
      generator.writeStartArray(request, 2);
      origins.write(generator, request.origin());
      commands.write(generator, request.command());
      generator.writeEndArray();
      generator.flush();
      byte[] bytes = out.toByteArray();
      out.reset();
      return bytes;
    }
  }
}
