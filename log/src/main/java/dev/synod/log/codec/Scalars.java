package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.synod.kernel.value.Bytes;
import java.io.IOException;

/** Codecs of the types that have no parts. */
final class Scalars {

  static final Codec<String> STRING =
      new Codec<>() {
        @Override
        public void write(CBORGenerator out, String value) throws IOException {
          out.writeString(value);
        }

        @Override
        public String read(CBORParser in) throws IOException {
          Cbor.expect(in, JsonToken.VALUE_STRING);
          return in.getText();
        }

        @Override
        public String missing() {
          return "";
        }
      };

  static final Codec<Long> LONG =
      new Codec<>() {
        @Override
        public void write(CBORGenerator out, Long value) throws IOException {
          out.writeNumber(value.longValue());
        }

        @Override
        public Long read(CBORParser in) throws IOException {
          Cbor.expect(in, JsonToken.VALUE_NUMBER_INT);
          return in.getLongValue();
        }

        @Override
        public Long missing() {
          return 0L;
        }
      };

  static final Codec<Integer> INT =
      new Codec<>() {
        @Override
        public void write(CBORGenerator out, Integer value) throws IOException {
          out.writeNumber(value.intValue());
        }

        @Override
        public Integer read(CBORParser in) throws IOException {
          Cbor.expect(in, JsonToken.VALUE_NUMBER_INT);
          return in.getIntValue();
        }

        @Override
        public Integer missing() {
          return 0;
        }
      };

  static final Codec<Boolean> BOOLEAN =
      new Codec<>() {
        @Override
        public void write(CBORGenerator out, Boolean value) throws IOException {
          out.writeBoolean(value);
        }

        @Override
        public Boolean read(CBORParser in) throws IOException {
          return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw Cbor.unexpected(in, "a boolean");
          };
        }

        @Override
        public Boolean missing() {
          return false;
        }
      };

  static final Codec<Bytes> BYTES =
      new Codec<>() {
        @Override
        public void write(CBORGenerator out, Bytes value) throws IOException {
          out.writeBinary(value.trustedArray());
        }

        @Override
        public Bytes read(CBORParser in) throws IOException {
          Cbor.expect(in, JsonToken.VALUE_EMBEDDED_OBJECT);
          return Bytes.ofTrusted(in.getBinaryValue());
        }

        @Override
        public Bytes missing() {
          return Bytes.EMPTY;
        }
      };

  private Scalars() {}
}
