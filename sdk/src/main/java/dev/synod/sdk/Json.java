package dev.synod.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON values, as documents, inputs and outputs are made of. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Json() {}

  /** A new, empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new, empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * A value as JSON: records, collections, maps, texts, numbers.
   *
   * @throws IllegalArgumentException where it has no JSON form
   */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * JSON as a value of a type, unknown members ignored.
   *
   * @throws IllegalArgumentException where it does not fit
   */
  public static <T> T as(JsonNode json, Class<T> type) {
    try {
      return MAPPER
          .readerFor(type)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Expected JSON in the form of %s, but %s".formatted(type.getSimpleName(), e.getMessage()),
          e);
    }
  }

  static ByteString bytes(JsonNode json) {
    try {
      return ByteString.copyFrom(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server sent; null where it sent nothing. */
  static JsonNode parse(ByteString bytes) {
    if (bytes.isEmpty()) {
      return NullNode.getInstance();
    }
    try (var stream = bytes.newInput()) {
      return MAPPER.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode parseObject(ByteString bytes) {
    return parse(bytes) instanceof ObjectNode object ? object : object();
  }
}
