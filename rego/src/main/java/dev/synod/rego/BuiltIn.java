package dev.synod.rego;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A policy that comes with Synod, and is declared by its name and parameters.
 *
 * @param name such as {@code NamespaceQuota}
 * @param module in Rego, without a package
 * @param actions that it has a say in where its scope names none
 * @param controls that it helps to meet
 * @param parametersSchema a JSON Schema, draft 7, that its parameters must meet
 * @param samples questions with their answers, each for parameters of its own
 */
public record BuiltIn(
    String name,
    String module,
    List<String> actions,
    List<Control> controls,
    JsonNode parametersSchema,
    List<Sample> samples) {
  private static final String FOLDER = "/policies/builtin/";
  private static final List<String> FOLDERS =
      List.of("data-classes", "namespace-quota", "separation-of-duties");
  private static final Pattern HEAD =
      Pattern.compile("\\A.*?^package [^\\n]*\\n", Pattern.DOTALL | Pattern.MULTILINE);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, BuiltIn> ALL = all();

  /** A control of a framework, such as A.5.3 of ISO-27001. */
  public record Control(String framework, String id) {}

  /**
   * A question with its answer.
   *
   * @param expect {@code Allow} or {@code Deny}
   */
  public record Sample(String name, String expect, JsonNode parameters, JsonNode input) {}

  /** All of them, by name. */
  public static List<BuiltIn> list() {
    return List.copyOf(ALL.values());
  }

  /** The one of a name. */
  public static Optional<BuiltIn> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, BuiltIn> all() {
    var all = new TreeMap<String, BuiltIn>();
    for (String folder : FOLDERS) {
      BuiltIn builtIn = read(folder);
      all.put(builtIn.name(), builtIn);
    }
    return all;
  }

  private static BuiltIn read(String folder) {
    try {
      JsonNode told = JSON.readTree(text(folder + "/builtin.json"));
      var actions = new ArrayList<String>();
      told.path("actions").forEach(action -> actions.add(action.asText()));
      var controls = new ArrayList<Control>();
      told.path("controls")
          .forEach(
              control ->
                  controls.add(
                      new Control(
                          control.path("framework").asText(), control.path("id").asText())));
      var samples = new ArrayList<Sample>();
      told.path("samples")
          .forEach(
              sample ->
                  samples.add(
                      new Sample(
                          sample.path("name").asText(),
                          sample.path("expect").asText(),
                          sample.path("parameters"),
                          sample.path("input"))));
      return new BuiltIn(
          told.path("name").asText(),
          HEAD.matcher(text(folder + "/policy.rego")).replaceFirst(""),
          List.copyOf(actions),
          List.copyOf(controls),
          told.path("parametersSchema"),
          List.copyOf(samples));
    } catch (IOException e) {
      throw new UncheckedIOException("Expected the built-in policy of " + folder, e);
    }
  }

  private static String text(String file) throws IOException {
    try (InputStream in = BuiltIn.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IOException("Expected the resource " + FOLDER + file + ", but found none.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
