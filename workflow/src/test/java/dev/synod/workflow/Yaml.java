package dev.synod.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** YAML as values. */
public final class Yaml {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private Yaml() {}

  public static Value value(String text) {
    try {
      return Jackson.value(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A definition with these tasks. */
  public static Value definition(String tasks) {
    return value(
        """
        document: {dsl: 1.0.3, namespace: test, name: test, version: 1.0.0}
        do:
        """
            + tasks.indent(2));
  }

  public static String resource(String name) {
    try (InputStream in = Yaml.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
