package dev.synod.rego;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A module that is not in force. Closing it removes its directory. */
public final class Draft implements AutoCloseable {
  /** Lines in front of the module in its file. */
  static final int LINES_BEFORE = 1;

  static final String MODULE = "policy.rego";
  static final String CAPABILITIES = "capabilities.json";

  private static final String RULES = "rules.rego";
  private static final String GIVEN = "given.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpaProgram opa;
  private final Set<String> quotaKinds;
  private final Path directory;
  private final String path;

  Draft(OpaProgram opa, Set<String> quotaKinds, Path directory, String path) {
    this.opa = opa;
    this.quotaKinds = quotaKinds;
    this.directory = directory;
    this.path = path;
  }

  /**
   * What is wrong with the module.
   *
   * @param forbidden whether OPA takes it, but it is no module of a declared policy
   */
  public record Check(boolean forbidden, List<Finding> findings) {}

  /**
   * What an evaluation came to.
   *
   * @param value missing where it failed
   * @param errors why; empty where it did not fail
   */
  public record Evaluated(JsonNode value, List<Finding> errors) {}

  /** Where the module's rules stand in data. */
  public String path() {
    return path;
  }

  /**
   * Has OPA compile the module, and looks at what it mentions.
   *
   * @throws IOException where OPA's command does not end in time or tells nothing
   */
  public Check check() throws IOException {
    OpaProgram.Ran parsed =
        opa.run(directory, List.of("parse", "--format=json", "--json-include=locations", MODULE));
    JsonNode module = parsed.exit() == 0 ? JSON.readTree(parsed.out()) : MissingNode.getInstance();
    // Before OPA checks it, which would read what a schema refers to.
    List<Finding> schemas = ModuleShape.schemas(module);
    if (!schemas.isEmpty()) {
      return new Check(true, schemas);
    }
    // Without --strict first, which would hide type errors behind unused variables.
    for (List<String> strict : List.of(List.<String>of(), List.of("--strict"))) {
      var arguments =
          new ArrayList<>(
              List.of("check", "--format=json", "--capabilities", CAPABILITIES, MODULE));
      arguments.addAll(1, strict);
      OpaProgram.Ran ran = opa.run(directory, arguments);
      if (ran.exit() != 0) {
        return new Check(false, errors(ran));
      }
    }
    return new Check(
        true, ModuleShape.check(module, Files.readString(directory.resolve(MODULE)), quotaKinds));
  }

  /**
   * Evaluates rules beside the module, with a failing built-in as an error.
   *
   * @param rules a module of the package {@code draft}, whose document is answered
   * @param given is {@code data.given} there
   * @throws IOException where OPA's command does not end in time or tells nothing
   */
  public Evaluated evaluate(String rules, ObjectNode given) throws IOException {
    return evaluate(rules, given, opa.limit());
  }

  /**
   * Evaluates rules beside the module, with a failing built-in as an error.
   *
   * @param rules a module of the package {@code draft}, whose document is answered
   * @param given is {@code data.given} there
   * @param within after which it is given up, if not before
   * @throws IOException where OPA's command does not end in time or tells nothing
   */
  public Evaluated evaluate(String rules, ObjectNode given, Duration within) throws IOException {
    Files.writeString(directory.resolve(RULES), "package draft\n\n" + rules);
    return evaluated(
        given,
        within,
        "--capabilities=" + CAPABILITIES,
        "--data=" + MODULE,
        "--data=" + RULES,
        "data.draft");
  }

  /**
   * Whether parameters meet a JSON Schema, draft 7: a list of whether they do, and what is wrong.
   * What a module may not use is used here, so that the module is not part of it; the schema must
   * refer to nothing else.
   *
   * @throws IOException where OPA's command does not end in time or tells nothing
   */
  public Evaluated match(JsonNode parameters, JsonNode schema) throws IOException {
    ObjectNode given = JSON.createObjectNode();
    given.set("parameters", parameters);
    given.set("schema", schema);
    return evaluated(
        given, opa.limit(), "json.match_schema(data.given.parameters, data.given.schema)");
  }

  private Evaluated evaluated(ObjectNode given, Duration within, String... arguments)
      throws IOException {
    ObjectNode data = JSON.createObjectNode();
    data.set("given", given);
    Files.writeString(directory.resolve(GIVEN), data.toString());
    var all =
        new ArrayList<>(
            List.of("eval", "--format=json", "--strict-builtin-errors", "--data=" + GIVEN));
    all.addAll(List.of(arguments));
    OpaProgram.Ran ran = opa.run(directory, all, within);
    return ran.exit() == 0
        ? new Evaluated(JSON.readTree(ran.out()).at("/result/0/expressions/0/value"), List.of())
        : new Evaluated(MissingNode.getInstance(), errors(ran));
  }

  /** What OPA complains of; it writes that as JSON on one of its outputs. */
  private static List<Finding> errors(OpaProgram.Ran ran) throws IOException {
    var found = new ArrayList<Finding>();
    for (String output : List.of(ran.err(), ran.out())) {
      JsonNode tree = tree(output);
      for (JsonNode error : tree == null ? JSON.createArrayNode() : tree.path("errors")) {
        JsonNode at = error.path("location");
        found.add(
            new Finding(
                at.path("row").asInt() - LINES_BEFORE,
                at.path("col").asInt(),
                error.path("message").asText()));
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          ran.lacksMemory()
              ? "expected OPA to need less than %d MiB of memory, but it did not; have the rules look at less"
                  .formatted(OpaProgram.ADDRESS_SPACE_KIB_MAX / 1_024)
              : "OPA ended with code %d: %s".formatted(ran.exit(), ran.err().strip()));
    }
    return found;
  }

  private static @Nullable JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to remove " + directory, e);
    }
  }
}
