package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The CBOR reader and writer, with the bounds within which hostile bytes are refused. */
public final class Cbor {

  /** Deepest nesting of records, collections and JSON values together. */
  static final int DEPTH_MAX = 256;

  /** Longest text or byte string. */
  static final int STRING_BYTES_MAX = 16 * 1024 * 1024;

  /**
   * Member names are neither interned nor pooled: the pool refuses names whose hashes collide, and
   * what was written must always be readable.
   */
  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(CBORGenerator.Feature.ENCODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
          .enable(CBORParser.Feature.DECODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(STRING_BYTES_MAX)
                  .maxNameLength(STRING_BYTES_MAX)
                  .build())
          .build();

  private Cbor() {}

  public static CBORGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  public static CBORParser parser(byte[] bytes, int offset, int length) throws IOException {
    return FACTORY.createParser(bytes, offset, length);
  }

  public static CBORParser parser(InputStream in) throws IOException {
    return FACTORY.createParser(in);
  }

  /** Fails unless the current token is the expected one. */
  public static void expect(CBORParser in, JsonToken expected) {
    if (in.currentToken() != expected) {
      throw unexpected(in, expected.name());
    }
  }

  /** Moves to the next token and fails unless it is the expected one. */
  public static void expectNext(CBORParser in, JsonToken expected) throws IOException {
    if (in.nextToken() != expected) {
      throw unexpected(in, expected.name());
    }
  }

  static CodecException unexpected(CBORParser in, String expected) {
    return new CodecException(
        "Expected %s at byte %d, but found %s."
            .formatted(
                expected,
                in.currentTokenLocation().getByteOffset(),
                in.currentToken() == null ? "the end" : in.currentToken().name()));
  }
}
