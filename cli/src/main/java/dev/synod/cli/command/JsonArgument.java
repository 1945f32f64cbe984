package dev.synod.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** JSON that a command is given: as it is, in a file, or on standard input. */
final class JsonArgument {
  /** As much as the server takes as the body of a request. */
  static final int BYTES_MAX = 1 << 20;

  private JsonArgument() {}

  static JsonNode read(String argument) throws CommandException {
    return read(argument, System.in);
  }

  static JsonNode read(String argument, InputStream standardInput) throws CommandException {
    String text = text(argument, standardInput);
    try {
      JsonNode json = Api.json().readTree(text);
      if (json.isMissingNode()) {
        throw new CommandException(Exit.USAGE, "Expected JSON, but found nothing.");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected JSON, but: %s. A text needs quotes of its own: '\"text\"'."
              .formatted(e.getOriginalMessage()),
          e);
    }
  }

  private static String text(String argument, InputStream standardInput) throws CommandException {
    try {
      if (argument.equals("-")) {
        return LimitedText.read(standardInput, BYTES_MAX, "standard input");
      }
      return argument.startsWith("@")
          ? LimitedText.read(Path.of(argument.substring(1)), BYTES_MAX)
          : argument;
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected JSON in %s, but it can't be read. Name a file of text in UTF-8, as @FILE."
              .formatted(argument),
          e);
    }
  }
}
