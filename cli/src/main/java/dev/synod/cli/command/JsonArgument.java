package dev.synod.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON that a command is given: as it is, in a file, or on standard input. */
final class JsonArgument {
  private JsonArgument() {}

  static JsonNode read(String argument) throws CommandException {
    String text = text(argument);
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

  private static String text(String argument) throws CommandException {
    try {
      if (argument.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return argument.startsWith("@") ? Files.readString(Path.of(argument.substring(1))) : argument;
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "Expected JSON in %s, but it can't be read.".formatted(argument), e);
    }
  }
}
