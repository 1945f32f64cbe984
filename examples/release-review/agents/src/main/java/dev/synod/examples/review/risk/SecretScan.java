package dev.synod.examples.review.risk;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.synod.examples.review.repository.Content;
import dev.synod.examples.review.repository.TrackedFile;
import dev.synod.examples.review.risk.Risks.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for secrets in text, line by line, in time linear in its length. */
final class SecretScan {
  private static final String KEY_MARKER = "PRIVATE KEY";
  private static final Pattern KEY_HEADER =
      Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}(PRIVATE KEY)(?: BLOCK)?-----");

  /**
   * A key's body: a header that stands alone, as in code that writes or reads keys, is no secret.
   */
  private static final Pattern KEY_BODY = Pattern.compile("[A-Za-z0-9+/]{40}");

  private static final int KEY_BODY_WITHIN_LINES = 6;

  /** A longer line, such as that of a minified script, is looked at in overlapping pieces. */
  private static final int PIECE_CHARACTERS = 4_096;

  private static final int PIECE_OVERLAP_CHARACTERS = 512;
  private static final int SHOWN_CHARACTERS = 4;

  private static final int LISTED_MAX = 50;

  private final List<Secret> listed = new ArrayList<>();
  private int count;

  /** Adds what the file holds; a binary file is skipped. */
  void scan(TrackedFile file, Content content) {
    if (content.isBinary()) {
      return;
    }
    List<String> lines = content.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.contains(KEY_MARKER) && isPrivateKey(lines, i)) {
        add("private-key", file, i + 1L, "-----BEGIN … PRIVATE KEY-----");
      } else {
        scanLine(file, line, i + 1L);
      }
    }
  }

  /** How many secrets there are. */
  int count() {
    return count;
  }

  /** The first {@value #LISTED_MAX} secrets, in the order of the files. */
  List<Secret> listed() {
    return List.copyOf(listed);
  }

  private void add(String rule, TrackedFile file, long line, String masked) {
    count++;
    if (listed.size() < LISTED_MAX) {
      listed.add(new Secret(rule, file.path(), line, masked));
    }
  }

  private static boolean isPrivateKey(List<String> lines, int index) {
    Matcher header = KEY_HEADER.matcher(lines.get(index));
    if (!header.find()) {
      return false;
    }
    if (KEY_BODY.matcher(lines.get(index).substring(header.end())).find()) {
      return true;
    }
    int end = Math.min(lines.size(), index + 1 + KEY_BODY_WITHIN_LINES);
    return lines.subList(index + 1, end).stream().anyMatch(line -> KEY_BODY.matcher(line).find());
  }

  private void scanLine(TrackedFile file, String line, long number) {
    int step = PIECE_CHARACTERS - PIECE_OVERLAP_CHARACTERS;
    for (int start = 0;
        start == 0 || start + PIECE_OVERLAP_CHARACTERS < line.length();
        start += step) {
      String piece = line.substring(start, Math.min(line.length(), start + PIECE_CHARACTERS));
      if (scanPiece(file, piece, number)) {
        return;
      }
    }
  }

  /** One finding per line is enough to make a person look at it. */
  private boolean scanPiece(TrackedFile file, String piece, long number) {
    for (SecretRule rule : SecretRule.FORMS) {
      if (!piece.contains(rule.hint())) {
        continue;
      }
      Matcher matcher = rule.pattern().matcher(piece);
      if (matcher.find() && !matcher.group(1).endsWith("EXAMPLE")) {
        add(rule.name(), file, number, masked(matcher.group(1)));
        return true;
      }
    }
    Optional<String> assigned = Assignment.secretIn(piece, file.name());
    assigned.ifPresent(value -> add("random-assignment", file, number, masked(value)));
    return assigned.isPresent();
  }

  /** The first characters, which tell the kind rather than the secret, and the length. */
  static String masked(String secret) {
    return secret.substring(0, SHOWN_CHARACTERS) + "… (" + secret.length() + " characters)";
  }
}
