package dev.synod.log.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A sealed family: an array of the member's type id, its version, and its components. */
final class FamilyCodec implements Codec<Object> {
  private final Class<?> family;
  private Member[] byId = {};
  private final Map<Class<?>, Member> byClass = new HashMap<>();

  /** A registered record of the family. */
  record Member(int id, int version, Class<?> type, RecordCodec codec) {}

  FamilyCodec(Class<?> family) {
    this.family = family;
  }

  void bind(Iterable<Member> members) {
    int greatest = 0;
    for (Member member : members) {
      byClass.put(member.type(), member);
      greatest = Math.max(greatest, member.id());
    }
    byId = new Member[greatest + 1];
    byClass.values().forEach(member -> byId[member.id()] = member);
  }

  @Override
  public void write(CBORGenerator out, Object value) throws IOException {
    Member member = byClass.get(value.getClass());
    if (member == null) {
      throw new CodecException(
          "Expected a registered %s, but found %s."
              .formatted(family.getSimpleName(), value.getClass().getName()));
    }
    int count = member.codec().present(value);
    out.writeStartArray(value, count + 2);
    out.writeNumber(member.id());
    out.writeNumber(member.version());
    member.codec().writeComponents(out, value, count);
    out.writeEndArray();
  }

  @Override
  public Object read(CBORParser in) throws IOException {
    Cbor.expect(in, JsonToken.START_ARRAY);
    Cbor.expectNext(in, JsonToken.VALUE_NUMBER_INT);
    int id = in.getIntValue();
    Member member = id >= 0 && id < byId.length ? byId[id] : null;
    if (member == null) {
      throw new CodecException(
          "Expected the type id of a %s, but found %d.".formatted(family.getSimpleName(), id));
    }
    Cbor.expectNext(in, JsonToken.VALUE_NUMBER_INT);
    int version = in.getIntValue();
    if (version < 1 || version > member.version()) {
      throw new CodecException(
          "Expected %s of a version up to %d, but found version %d."
              .formatted(member.type().getSimpleName(), member.version(), version));
    }
    return member.codec().readComponents(in);
  }
}
