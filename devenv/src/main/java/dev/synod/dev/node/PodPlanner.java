package dev.synod.dev.node;

import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.ProcessSpec.StopSignal;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.Workspace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says how a pod is run as a local process. */
final class PodPlanner {

  /** What a process gets of this machine; all else comes from its pod. */
  private static final List<String> INHERITED =
      List.of("HOME", "JAVA_HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER");

  private final Workspace workspace;
  private final ClusterObjects objects;
  private final Map<String, String> machine;

  PodPlanner(Workspace workspace, ClusterObjects objects, Map<String, String> machine) {
    this.workspace = workspace;
    this.objects = objects;
    this.machine = Map.copyOf(machine);
  }

  /** Writes the pod's files and resolves its environment. */
  ProcessSpec plan(PodRef pod, PodTemplateSpec template) throws PodException, IOException {
    Container container = onlyContainer(template);
    Map<String, Path> mounts = refreshFiles(pod, template);
    PodEnvironment podEnvironment = new PodEnvironment(objects, pod, template, mounts);
    Map<String, String> environment = new HashMap<>();
    for (String name : INHERITED) {
      String value = machine.get(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    List<Path> programs = programFolders();
    environment.put("PATH", programs.stream().map(Path::toString).collect(Collectors.joining(":")));
    environment.putAll(podEnvironment.resolve(container));
    List<String> command =
        Stream.concat(container.getCommand().stream(), container.getArgs().stream())
            .map(word -> podEnvironment.localized(PodEnvironment.expand(word, environment)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (command.isEmpty()) {
      throw new PodException(
          "The dev node has no images: container %s needs a command"
              .formatted(container.getName()));
    }
    command.set(0, program(command.getFirst(), programs));
    return new ProcessSpec(
        command,
        environment,
        workspace.root(),
        workspace.log("node/" + pod.id()),
        StopSignal.TERM,
        false);
  }

  /** Brings the files of a pod's volumes up to date. */
  Map<String, Path> refreshFiles(PodRef pod, PodTemplateSpec template)
      throws PodException, IOException {
    return new PodVolumes(objects, pod, template, folder(pod)).materialize(onlyContainer(template));
  }

  /** Removes a pod's files. */
  void forget(PodRef pod) throws IOException {
    FileTree.delete(folder(pod));
  }

  private Path folder(PodRef pod) {
    return workspace.node().resolve(pod.namespace()).resolve(pod.name());
  }

  private static Container onlyContainer(PodTemplateSpec template) throws PodException {
    List<Container> containers = template.getSpec().getContainers();
    if (containers.size() != 1 || !template.getSpec().getInitContainers().isEmpty()) {
      throw new PodException(
          "The dev node runs pods of one container, but found %d and %d init containers"
              .formatted(containers.size(), template.getSpec().getInitContainers().size()));
    }
    return containers.getFirst();
  }

  /** The examples' own programs stand before the machine's. */
  private List<Path> programFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    Path examples = workspace.root().resolve("examples");
    if (Files.isDirectory(examples)) {
      try (Stream<Path> children = Files.list(examples)) {
        children
            .map(child -> child.resolve("bin"))
            .filter(Files::isDirectory)
            .sorted()
            .forEach(folders::add);
      }
    }
    for (String folder : machine.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
      folders.add(Path.of(folder));
    }
    return folders;
  }

  private String program(String word, List<Path> folders) throws PodException {
    if (word.contains("/")) {
      return workspace.root().resolve(word).toString();
    }
    return folders.stream()
        .map(folder -> folder.resolve(word))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () -> new PodException("Program %s is not on the dev node's path".formatted(word)));
  }
}
