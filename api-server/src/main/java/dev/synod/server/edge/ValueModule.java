package dev.synod.server.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.TreeMap;

/**
 * Reads and writes the kernel's canonical values where a request or an answer carries free JSON.
 */
final class ValueModule extends SimpleModule {
  @Serial private static final long serialVersionUID = 1L;

  ValueModule() {
    addSerializer(Value.class, new Writer());
    addDeserializer(Value.class, new Reader());
    addDeserializer(Value.Obj.class, new ObjectReader());
    addDeserializer(Value.Num.class, new NumberReader());
  }

  private static final class Writer extends JsonSerializer<Value> {
    @Override
    public void serialize(Value value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(value.json());
    }
  }

  private static final class Reader extends JsonDeserializer<Value> {
    @Override
    public Value deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return read(in);
    }

    @Override
    public Value getNullValue(DeserializationContext context) {
      return Values.NULL;
    }
  }

  private static final class ObjectReader extends JsonDeserializer<Value.Obj> {
    @Override
    public Value.Obj deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (read(in) instanceof Value.Obj object) {
        return object;
      }
      throw JsonMappingException.from(in, "Expected an object");
    }
  }

  private static final class NumberReader extends JsonDeserializer<Value.Num> {
    @Override
    public Value.Num deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (read(in) instanceof Value.Num number) {
        return number;
      }
      throw JsonMappingException.from(in, "Expected a number");
    }
  }

  /** Reads the value at the parser's token, leaving it at the value's last token. */
  private static Value read(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        var members = new TreeMap<String, Value>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          members.put(name, read(in));
        }
        yield Value.of(members);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Value>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(in));
        }
        yield Value.of(items);
      }
      case VALUE_STRING -> Value.of(in.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
      case VALUE_TRUE -> Values.TRUE;
      case VALUE_FALSE -> Values.FALSE;
      case VALUE_NULL -> Values.NULL;
      case null, default -> throw JsonMappingException.from(in, "Expected a JSON value");
    };
  }

  private static Value number(JsonParser in) throws IOException {
    try {
      return new Value.Num(in.getDecimalValue());
    } catch (IllegalArgumentException e) {
      throw JsonMappingException.from(in, String.valueOf(e.getMessage()));
    }
  }
}
