package dev.synod.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.TreeMap;

/**
 * Translates between the kernel's values and the trees of Jackson, on which jq and JSON Schema
 * work.
 */
public final class Jackson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Double.MAX_VALUE);

  private Jackson() {}

  /** The tree of a value. Fractions become doubles, as jq computes with them. */
  public static JsonNode node(Value value) {
    return switch (value) {
      case Value.Null _ -> NODES.nullNode();
      case Value.Bool b -> NODES.booleanNode(b.value());
      case Value.Num n -> number(n.value());
      case Value.Str s -> NODES.textNode(s.value());
      case Value.Arr a -> {
        ArrayNode array = NODES.arrayNode(a.items().size());
        a.items().forEach(item -> array.add(node(item)));
        yield array;
      }
      case Value.Obj o -> {
        ObjectNode object = NODES.objectNode();
        o.members().forEach((name, member) -> object.set(name, node(member)));
        yield object;
      }
      case Value.Ref r -> NODES.objectNode().put("$ref", r.digest()).put("bytes", r.bytes());
    };
  }

  private static JsonNode number(BigDecimal number) {
    if (number.scale() > 0) {
      return NODES.numberNode(number.doubleValue());
    }
    if (number.precision() - number.scale() <= 9) {
      return NODES.numberNode(number.intValueExact());
    }
    return number.precision() - number.scale() <= 18
        ? NODES.numberNode(number.longValueExact())
        : NODES.numberNode(number.doubleValue());
  }

  /**
   * Characters of a tree as JSON, roughly; counting ends when it is over a limit, for a small tree
   * may stand for a huge text where it refers to the same part many times.
   */
  public static long size(JsonNode node, long limit) {
    long size = 2;
    if (node.isContainerNode()) {
      for (JsonNode child : node) {
        size += 1 + (size > limit ? 0 : size(child, limit - size));
      }
      for (var member : node.properties()) {
        size += member.getKey().length() + 3;
      }
      return size;
    }
    return node.isTextual() ? size + node.textValue().length() : node.asText().length();
  }

  /** A tree without numbers that JSON does not have; see {@link #value(JsonNode)}. */
  public static JsonNode finite(JsonNode node) {
    return node(value(node));
  }

  /**
   * The value of a tree. Not-a-number becomes {@code null} and infinities the greatest doubles, as
   * jq prints them.
   *
   * @throws IllegalArgumentException when a number has too many digits or the tree is too deep
   */
  public static Value value(JsonNode node) {
    return value(node, 0);
  }

  private static Value value(JsonNode node, int depth) {
    if (depth > Value.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "Expected a value nested at most %d levels deep, but found a deeper one."
              .formatted(Value.DEPTH_MAX));
    }
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Values.NULL;
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> number(node);
      case STRING -> Value.of(node.textValue());
      case ARRAY -> {
        var items = new ArrayList<Value>(node.size());
        node.forEach(item -> items.add(value(item, depth + 1)));
        yield new Value.Arr(items);
      }
      case OBJECT -> {
        var members = new TreeMap<String, Value>();
        node.properties()
            .forEach(member -> members.put(member.getKey(), value(member.getValue(), depth + 1)));
        yield new Value.Obj(members);
      }
      case BINARY, POJO ->
          throw new IllegalArgumentException(
              "Expected JSON, but found a value of type " + node.getNodeType() + ".");
    };
  }

  private static Value number(JsonNode node) {
    if (node.isIntegralNumber() || node instanceof DecimalNode) {
      return Value.of(node.decimalValue());
    }
    double number = node.doubleValue();
    if (Double.isNaN(number)) {
      return Values.NULL;
    }
    if (Double.isInfinite(number)) {
      return Value.of(number > 0 ? GREATEST : GREATEST.negate());
    }
    return Value.of(BigDecimal.valueOf(number));
  }
}
