package dev.synod.rego;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of OPA a policy may use: all but what reaches outside, tells of the process, or answers
 * otherwise each time, so that a decision can be made again from its input.
 */
final class Capabilities {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> FORBIDDEN =
      Set.of(
          "http.send",
          // A schema's $ref is fetched, from files too, whatever allow_net says.
          "json.match_schema",
          "json.verify_schema",
          "opa.runtime",
          "time.now_ns",
          "rand.intn",
          "print",
          "internal.print",
          "trace");

  private static final List<String> FORBIDDEN_FAMILIES =
      List.of("net.", "rego.", "uuid.", "providers.", "io.jwt.", "crypto.x509.");

  private final OpaProgram opa;
  private volatile @Nullable String restricted;

  Capabilities(OpaProgram opa) {
    this.opa = opa;
  }

  /** The capabilities as a file of OPA, made from those of the program that is there. */
  String json() throws IOException {
    String known = restricted;
    if (known == null) {
      known = restrict(opa.run(Path.of("/"), List.of("capabilities", "--current")));
      restricted = known;
    }
    return known;
  }

  private static String restrict(OpaProgram.Ran ran) throws IOException {
    if (!(JSON.readTree(ran.out()) instanceof ObjectNode all) || ran.exit() != 0) {
      throw new IOException("expected OPA to tell its capabilities, but found: " + ran.err());
    }
    ArrayNode allowed = JSON.createArrayNode();
    for (JsonNode builtin : all.path("builtins")) {
      if (isAllowed(builtin.path("name").asText())) {
        allowed.add(builtin);
      }
    }
    all.set("builtins", allowed);
    all.set("allow_net", JSON.createArrayNode());
    return all.toString();
  }

  private static boolean isAllowed(String name) {
    return !FORBIDDEN.contains(name) && FORBIDDEN_FAMILIES.stream().noneMatch(name::startsWith);
  }
}
