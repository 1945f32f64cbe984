package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.TreeMap;

/**
 * JSON values in CBOR's own terms: integers that fit 64 bits as such, other numbers as decimal
 * fractions (tag 4, RFC 8949 section 3.4.4), references under a tag of ours.
 */
final class ValueCodec implements Codec<Value> {
  private static final int TAG_REFERENCE = 40_001;

  /** A 64-bit integer has at most 19 digits; 18 always fit. */
  private static final int LONG_DIGITS_SAFE = 18;

  private static final int MANTISSA_BITS_MAX = 256;

  @Override
  public boolean ownsNull() {
    return true;
  }

  @Override
  public void write(CBORGenerator out, Value value) throws IOException {
    switch (value) {
      case Value.Null _ -> out.writeNull();
      case Value.Bool bool -> out.writeBoolean(bool.value());
      case Value.Str string -> out.writeString(string.value());
      case Value.Num number -> writeNumber(out, number.value());
      case Value.Arr array -> {
        out.writeStartArray(array, array.items().size());
        for (Value item : array.items()) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case Value.Obj object -> {
        out.writeStartObject(object, object.members().size());
        for (var member : object.members().entrySet()) {
          out.writeFieldName(member.getKey());
          write(out, member.getValue());
        }
        out.writeEndObject();
      }
      case Value.Ref reference -> {
        out.writeTag(TAG_REFERENCE);
        out.writeStartArray(reference, 2);
        out.writeString(reference.digest());
        out.writeNumber(reference.bytes());
        out.writeEndArray();
      }
    }
  }

  private static void writeNumber(CBORGenerator out, BigDecimal number) throws IOException {
    if (number.scale() <= 0 && number.precision() - number.scale() <= LONG_DIGITS_SAFE) {
      out.writeNumber(number.longValueExact());
      return;
    }
    out.writeNumber(number);
  }

  @Override
  public Value read(CBORParser in) throws IOException {
    return read(in, Value.DEPTH_MAX);
  }

  private Value read(CBORParser in, int depthLeft) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> Values.NULL;
      case VALUE_TRUE -> Values.TRUE;
      case VALUE_FALSE -> Values.FALSE;
      case VALUE_STRING -> new Value.Str(in.getText());
      case VALUE_NUMBER_INT -> Value.of(in.getLongValue());
      case VALUE_NUMBER_FLOAT -> readDecimal(in);
      case START_OBJECT -> readObject(in, depthLeft);
      case START_ARRAY ->
          in.getCurrentTag() == TAG_REFERENCE ? readReference(in) : readArray(in, depthLeft);
      case null, default -> throw Cbor.unexpected(in, "a JSON value");
    };
  }

  private Value readObject(CBORParser in, int depthLeft) throws IOException {
    requireDepth(depthLeft);
    var members = new TreeMap<String, Value>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (members.put(name, read(in, depthLeft - 1)) != null) {
        throw new CodecException("Expected each member once, but found one twice.");
      }
    }
    Cbor.expect(in, JsonToken.END_OBJECT);
    return new Value.Obj(members);
  }

  private Value readArray(CBORParser in, int depthLeft) throws IOException {
    requireDepth(depthLeft);
    var items = new ArrayList<Value>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(in, depthLeft - 1));
    }
    return new Value.Arr(items);
  }

  /**
   * The parser gives a decimal fraction as a number of its own; binary floating point is not
   * JSON's.
   */
  private static Value readDecimal(CBORParser in) throws IOException {
    if (in.getNumberType() != JsonParser.NumberType.BIG_DECIMAL) {
      throw Cbor.unexpected(in, "a whole number or a decimal fraction");
    }
    BigDecimal number = in.getDecimalValue();
    if (number.unscaledValue().bitLength() > MANTISSA_BITS_MAX
        || Math.abs((long) number.scale()) > Value.NUMBER_EXPONENT_MAX) {
      throw new CodecException("Expected a number within the bounds of JSON values.");
    }
    return new Value.Num(number);
  }

  private static Value readReference(CBORParser in) throws IOException {
    Cbor.expectNext(in, JsonToken.VALUE_STRING);
    String digest = in.getText();
    Cbor.expectNext(in, JsonToken.VALUE_NUMBER_INT);
    long bytes = in.getLongValue();
    Cbor.expectNext(in, JsonToken.END_ARRAY);
    return new Value.Ref(digest, bytes);
  }

  private static void requireDepth(int depthLeft) {
    if (depthLeft == 0) {
      throw new CodecException(
          "Expected JSON nested at most %d deep, but found it deeper.".formatted(Value.DEPTH_MAX));
    }
  }
}
