package dev.synod.cli.command;

import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of which no more is read than a limit, however long its source says that it is. */
final class LimitedText {
  private LimitedText() {}

  /**
   * The text of a file, UTF-8.
   *
   * @throws IOException where it can't be read, or is no text
   * @throws CommandException where it has more bytes than the limit
   */
  static String read(Path file, int bytesMax) throws IOException, CommandException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, bytesMax, file.toString());
    }
  }

  /**
   * The text of a stream, UTF-8.
   *
   * @param source what the stream is, for a person
   * @throws IOException where it can't be read, or is no text
   * @throws CommandException where it has more bytes than the limit
   */
  static String read(InputStream in, int bytesMax, String source)
      throws IOException, CommandException {
    byte[] bytes = in.readNBytes(bytesMax + 1);
    if (bytes.length > bytesMax) {
      throw new CommandException(
          Exit.USAGE,
          "Expected at most %d bytes, but %s has more. Give less.".formatted(bytesMax, source));
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
