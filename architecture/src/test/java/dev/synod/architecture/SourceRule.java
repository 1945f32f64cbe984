package dev.synod.architecture;

import java.util.List;
import java.util.function.Function;

/**
 * A rule over what is kept in the repository.
 *
 * @param name what must hold, in words
 * @param check what does not, a line per finding that begins with a path
 * @param planted a repository whose first file breaks it
 */
record SourceRule(String name, Function<Repository, List<String>> check, Repository planted) {
  static SourceRule of(
      String name, Function<Repository, List<String>> check, Source violation, Source... others) {
    var planted = new java.util.ArrayList<>(List.of(violation));
    planted.addAll(List.of(others));
    return new SourceRule(name, check, new Repository(List.copyOf(planted)));
  }

  @Override
  public String toString() {
    return name;
  }
}
