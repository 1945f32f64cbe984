package dev.synod.dev.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that the user must have installed, each with what it is for and how to get it. */
public final class Prerequisites {

  private static final Prerequisite MAVEN =
      new Prerequisite("mvn", "builds Synod. Install Maven 3.8.7 or newer (Debian package maven)");
  static final Prerequisite GO =
      new Prerequisite(
          "go",
          "builds the Kubernetes control plane. Install Go 1.25 or newer, or point"
              + " KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver,"
              + " kube-controller-manager, kubectl and opa");
  private static final Prerequisite GIT =
      new Prerequisite(
          "git", "reads the repositories that the sample reviews. Install Debian package git");
  private static final Prerequisite PYTHON =
      new Prerequisite(
          "python3",
          "runs one of the sample's agents. Install Python 3.11 or newer (Debian package python3)");

  private final List<Path> searched;

  private Prerequisites(List<Path> searched) {
    this.searched = searched;
  }

  /** Those of a user, looked for on their {@code PATH}. */
  public static Prerequisites of(Map<String, String> environment) {
    var searched = new ArrayList<Path>();
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isBlank()) {
        searched.add(Path.of(folder));
      }
    }
    return new Prerequisites(searched);
  }

  /**
   * What is not there, a line each; empty when all is.
   *
   * @param tools whether tools have to be built
   * @param samples whether the sample shall run
   */
  public List<String> missing(boolean tools, boolean samples) {
    var needed = new ArrayList<>(List.of(MAVEN));
    if (tools) {
      needed.add(GO);
    }
    if (samples) {
      needed.addAll(List.of(GIT, PYTHON));
    }
    return needed.stream()
        .filter(program -> find(program.name()).isEmpty())
        .map(program -> "  %-8s %s".formatted(program.name(), program.remedy()))
        .toList();
  }

  private Optional<Path> find(String program) {
    return searched.stream()
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  record Prerequisite(String name, String remedy) {}
}
