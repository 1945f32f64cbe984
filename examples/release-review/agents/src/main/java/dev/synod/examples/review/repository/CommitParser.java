package dev.synod.examples.review.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code git log -z --numstat} with {@link #FORMAT}. Tokens end with NUL: a header starts
 * with byte 1; a change is {@code added TAB deleted TAB path}, and for a rename the path is empty
 * and two tokens follow.
 */
final class CommitParser {
  static final String FORMAT = "--format=%x01%H%x1f%at%x1f%aE%x1f%aN";
  private static final byte HEADER = 1;

  private final Tokens tokens;
  private @Nullable String header;

  CommitParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The next commit, newest first; null at the end. */
  @Nullable Commit next() throws IOException {
    String current = header == null ? firstHeader() : header;
    header = null;
    if (current == null) {
      return null;
    }
    List<Change> changes = new ArrayList<>();
    for (byte[] token = tokens.next(); token != null; token = tokens.next()) {
      if (token.length > 0 && token[0] == HEADER) {
        header = headerText(token);
        break;
      }
      if (!isBlank(token)) {
        changes.add(change(token));
      }
    }
    return commit(current, changes);
  }

  private @Nullable String firstHeader() throws IOException {
    byte[] token = tokens.next();
    while (token != null && (token.length == 0 || token[0] != HEADER)) {
      token = tokens.next();
    }
    return token == null ? null : headerText(token);
  }

  private static String headerText(byte[] token) {
    return new String(token, 1, token.length - 1, StandardCharsets.UTF_8);
  }

  private static boolean isBlank(byte[] token) {
    return token.length == 0 || (token.length == 1 && token[0] == '\n');
  }

  private static Commit commit(String header, List<Change> changes) throws IOException {
    String[] fields = header.split("\u001f", 4);
    if (fields.length < 4) {
      throw new IOException("a commit's header has " + fields.length + " of 4 fields");
    }
    return new Commit(fields[0], time(fields[1]), fields[2], fields[3], changes);
  }

  /** A forged commit may carry a time that no calendar knows. */
  private static Instant time(String seconds) {
    try {
      return Instant.ofEpochSecond(Math.clamp(Long.parseLong(seconds), 0, 253_402_300_799L));
    } catch (NumberFormatException | DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  private Change change(byte[] token) throws IOException {
    int start = token[0] == '\n' ? 1 : 0;
    int first = indexOfTab(token, start);
    int second = first < 0 ? -1 : indexOfTab(token, first + 1);
    if (second < 0) {
      throw new IOException("a line of --numstat has no two tabs");
    }
    String added = ascii(token, start, first);
    String deleted = ascii(token, first + 1, second);
    boolean binary = added.equals("-");
    byte[] former;
    byte[] path;
    if (second + 1 == token.length) {
      former = required(tokens.next());
      path = required(tokens.next());
    } else {
      path = Arrays.copyOfRange(token, second + 1, token.length);
      former = path;
    }
    return new Change(
        PathNames.text(path), PathNames.text(former), count(added), count(deleted), binary);
  }

  private static byte[] required(byte @Nullable [] token) throws IOException {
    if (token == null) {
      throw new IOException("the names of a rename are missing");
    }
    return token;
  }

  private static int indexOfTab(byte[] token, int from) {
    for (int i = from; i < token.length; i++) {
      if (token[i] == '\t') {
        return i;
      }
    }
    return -1;
  }

  private static String ascii(byte[] token, int from, int to) {
    return new String(token, from, to - from, StandardCharsets.US_ASCII);
  }

  private static long count(String digits) throws IOException {
    if (digits.equals("-")) {
      return 0;
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException unreadable) {
      throw new IOException("a line of --numstat counts \"" + digits + "\"", unreadable);
    }
  }
}
