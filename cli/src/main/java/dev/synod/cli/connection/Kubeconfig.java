package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is needed of a kubeconfig without a client: the namespace of its context. */
final class Kubeconfig {
  private Kubeconfig() {}

  /** The namespace of the current context, as kubectl takes it. */
  static Optional<String> namespace(Environment environment) {
    String named = environment.get("KUBECONFIG");
    String home = environment.get("HOME");
    String files = named != null ? named : home == null ? "" : home + "/.kube/config";
    for (String file : files.split(java.io.File.pathSeparator, -1)) {
      if (!file.isEmpty() && Files.isReadable(Path.of(file))) {
        return read(Path.of(file));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> read(Path file) {
    try {
      JsonNode config = new YAMLMapper().readTree(file.toFile());
      String current = config.path("current-context").asText();
      for (JsonNode context : config.path("contexts")) {
        if (context.path("name").asText().equals(current)) {
          String namespace = context.path("context").path("namespace").asText("");
          return namespace.isEmpty() ? Optional.empty() : Optional.of(namespace);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // kubectl itself will say what is wrong with it.
      return Optional.empty();
    }
  }
}
