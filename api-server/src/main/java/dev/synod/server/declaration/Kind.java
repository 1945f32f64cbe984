package dev.synod.server.declaration;

import java.util.Arrays;
import java.util.Optional;

/** What can be declared; the wire word is its segment in paths. */
public enum Kind {
  AGENTS("agents"),
  GROUPS("groups"),
  WORKFLOWS("workflows"),
  RUNS("runs"),
  POLICIES("policies");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  @Override
  public String toString() {
    return word;
  }
}
