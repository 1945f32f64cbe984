package dev.synod.dev.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log. */
final class LogTail {

  private static final int BYTES_MAX = 64 * 1024;

  private LogTail() {}

  /** The last lines, indented; a note when there is no such log. */
  static String of(Path log, int linesMax) throws IOException {
    if (!Files.exists(log)) {
      return "  (no log at %s)".formatted(log);
    }
    List<String> lines = lastBytes(log).lines().toList();
    return lines.subList(Math.max(0, lines.size() - linesMax), lines.size()).stream()
        .map(line -> "  " + line)
        .collect(Collectors.joining("\n"));
  }

  private static String lastBytes(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      int size = (int) Math.min(BYTES_MAX, file.length());
      byte[] bytes = new byte[size];
      file.seek(file.length() - size);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
