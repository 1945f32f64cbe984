package dev.synod.operator.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/** What an AdmissionReview says of a request beside its objects, however these are nested. */
final class Head {
  /** The Kubernetes API takes JSON of up to 10,000 levels; a review has a few more. */
  private static final int LEVELS_MAX = 20_000;

  private static final Set<String> CONTENT = Set.of("object", "oldObject", "options");

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(LEVELS_MAX)
                      .maxNameLength(Integer.MAX_VALUE)
                      .maxNumberLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private Head() {}

  /**
   * The request without its objects; empty where there is none.
   *
   * @throws IOException where it is no JSON, or none that the Kubernetes API takes
   */
  static ObjectNode read(byte[] review) throws IOException {
    ObjectNode head = JSON.createObjectNode();
    try (JsonParser parser = JSON.createParser(review)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("request")) {
            readRequest(parser, head);
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    return head;
  }

  private static void readRequest(JsonParser parser, ObjectNode head) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (CONTENT.contains(name)) {
        parser.skipChildren();
      } else {
        JsonNode value = parser.readValueAsTree();
        head.set(name, value);
      }
    }
  }
}
