package dev.synod.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/** In which form an answer is wanted. */
public enum Format {
  /** For people. */
  TABLE,
  /** As the server told it. */
  JSON,
  /** As the server told it. */
  YAML;

  /** What the server told, in this form; in that of JSON for the table, which is no form of it. */
  public String text(JsonNode json) {
    try {
      return switch (this) {
        case TABLE, JSON -> prettyJson().writeValueAsString(json) + "\n";
        case YAML -> yaml().writeValueAsString(json);
      };
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectWriter prettyJson() {
    return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writer();
  }

  private static ObjectWriter yaml() {
    return YAMLMapper.builder()
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build()
        .writer();
  }
}
