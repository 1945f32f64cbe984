package dev.synod.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The variables of its environment that a process reads, by its sources. */
final class Variables {
  private static final Pattern NAME = Pattern.compile("\\b(SYNOD|OTEL)_[A-Z0-9_]+\\b");
  private static final Pattern NESTED = Pattern.compile("^ +interface (\\w+) \\{$");
  private static final Pattern ACCESSOR = Pattern.compile("^ +([\\w<>]+) (\\w+)\\(\\);$");
  private static final Pattern CAPITAL = Pattern.compile("([a-z])([A-Z])");
  private static final Pattern OPTIONAL = Pattern.compile("Optional<(.+)>");

  private final Set<String> names = new TreeSet<>();

  private Variables() {}

  /** Those of a container of the chart; empty where it is none of ours. */
  static Set<String> of(String container) {
    var variables = new Variables();
    switch (container) {
      case "api-server" -> {
        variables.namesIn("../api-server/src/main");
        variables.mapping(
            "../api-server/src/main/java/dev/synod/server/identity/IdentityConfig.java",
            "SYNOD_IDENTITY");
        variables.mapping(
            "../api-server/src/main/java/dev/synod/server/governance/GovernanceConfig.java",
            "SYNOD_GOVERNANCE");
      }
      case "operator" -> {
        variables.namesIn("../operator/src/main");
        variables.mapping(
            "../operator/src/main/java/dev/synod/operator/OperatorConfiguration.java", "SYNOD");
      }
      case "worker" -> {
        variables.namesIn("../worker/src/main");
        variables.namesIn("../sdk/src/main");
      }
      case "realm" -> variables.namesIn("../realm/src/main");
      default -> {}
    }
    return variables.names;
  }

  /** Names as they are written. */
  private void namesIn(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> NAME.matcher(read(file)).results().forEach(one -> names.add(one.group())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names that follow from the accessors of a mapping and of the interfaces in it. */
  private void mapping(String file, String prefix) {
    Map<String, String> prefixes = new HashMap<>();
    String current = prefix;
    for (String line : read(Path.of(file)).lines().toList()) {
      Matcher nested = NESTED.matcher(line);
      Matcher accessor = ACCESSOR.matcher(line);
      if (nested.matches()) {
        current = prefixes.getOrDefault(nested.group(1), prefix);
      } else if (accessor.matches()) {
        String name = current + "_" + snake(accessor.group(2));
        String type = OPTIONAL.matcher(accessor.group(1)).replaceFirst("$1");
        names.add(name);
        prefixes.put(type, name);
      }
    }
  }

  private static String snake(String camel) {
    return CAPITAL.matcher(camel).replaceAll("$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
