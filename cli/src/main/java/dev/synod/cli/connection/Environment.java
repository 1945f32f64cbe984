package dev.synod.cli.connection;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started with.
 *
 * @param directory from which it was started
 */
public record Environment(Map<String, String> variables, Path directory) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  public static Environment ofProcess() {
    return new Environment(System.getenv(), Path.of("").toAbsolutePath());
  }

  /** A variable; null where it is not set, or empty. */
  public @Nullable String get(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Where this program keeps what it needs between calls. */
  Path settingsDirectory() {
    String configuration = get("XDG_CONFIG_HOME");
    Path base =
        configuration == null
            ? Path.of(Optional.ofNullable(get("HOME")).orElse("."), ".config")
            : Path.of(configuration);
    return base.resolve("synod");
  }
}
