package dev.synod.dev.toolchain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.workspace.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds tools with the ordinary Go client, each into a temporary name that is then renamed. */
final class GoBuild {

  /** A replace line of Kubernetes' go.mod that points into its own tree. */
  private static final Pattern STAGING =
      Pattern.compile("^\\s*(k8s\\.io/[a-z-]+) => \\./staging/", Pattern.MULTILINE);

  private final Path target;
  private final Path log;

  GoBuild(Path target, Path log) {
    this.target = target;
    this.log = log;
  }

  void build(Collection<Tool> tools) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(target, ".build");
    try {
      go(work, List.of("version"), Map.of());
      for (Map.Entry<GoModule, List<Tool>> entry : byModule(tools).entrySet()) {
        switch (entry.getKey()) {
          case KUBERNETES -> buildKubernetes(work, entry.getValue());
          case ETCD -> buildAsDependency(work, GoModule.ETCD, Tool.ETCD);
          case OPA, HELM -> install(work, entry.getValue());
        }
        for (Tool tool : entry.getValue()) {
          Files.move(
              work.resolve(tool.program()),
              target.resolve(tool.program()),
              StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } finally {
      FileTree.delete(work);
    }
  }

  /** Builds the main module in a folder, in the versions that its own go.sum names. */
  void buildHere(Path folder, Path program) throws IOException, InterruptedException {
    go(
        folder,
        List.of("build", "-trimpath", "-ldflags", "-s -w", "-o", program.toString(), "."),
        Map.of("GOFLAGS", "-mod=readonly"));
  }

  private static Map<GoModule, List<Tool>> byModule(Collection<Tool> tools) {
    return tools.stream()
        .collect(
            Collectors.groupingBy(
                Tool::module, () -> new EnumMap<>(GoModule.class), Collectors.toList()));
  }

  private void install(Path work, List<Tool> tools) throws IOException, InterruptedException {
    for (Tool tool : tools) {
      String source = tool.module().mainPackage(tool) + "@v" + tool.module().version();
      go(
          work,
          List.of("install", "-trimpath", "-ldflags", "-s -w" + flags(tool), source),
          Map.of("GOBIN", work.toString()));
    }
  }

  /** Without them Helm takes itself for a client of Kubernetes 1.20 and refuses newer charts. */
  private static String flags(Tool tool) {
    if (tool != Tool.HELM) {
      return "";
    }
    String[] parts = GoModule.KUBERNETES.version().split("\\.", -1);
    return Stream.of("pkg/chartutil", "pkg/lint/rules")
            .map(
                name ->
                    " -X %1$s/%2$s.k8sVersionMajor=%3$s -X %1$s/%2$s.k8sVersionMinor=%4$s"
                        .formatted(GoModule.HELM.path(), name, parts[0], parts[1]))
            .collect(Collectors.joining())
        + " -X %s/internal/version.version=v%s"
            .formatted(GoModule.HELM.path(), GoModule.HELM.version());
  }

  private void buildAsDependency(Path work, GoModule module, Tool tool)
      throws IOException, InterruptedException {
    Path main =
        mainModule(work, module, "require %s v%s\n".formatted(module.path(), module.version()));
    compile(main, work.resolve(tool.program()), "-s -w", List.of(module.mainPackage(tool)));
  }

  /**
   * Kubernetes can't be installed by name, for its go.mod replaces the staging modules by folders;
   * a main module of ours replaces them by their published versions. Without the version flags the
   * server reports v0.0.0 and clients misjudge it.
   */
  private void buildKubernetes(Path work, List<Tool> tools)
      throws IOException, InterruptedException {
    String version = GoModule.KUBERNETES.version();
    String staging = "v0" + version.substring(version.indexOf('.'));
    String goMod = Files.readString(downloadedGoMod(work, GoModule.KUBERNETES));
    String replaced =
        STAGING
            .matcher(goMod)
            .results()
            .map(found -> "replace %1$s => %1$s %2$s\n".formatted(found.group(1), staging))
            .collect(Collectors.joining());
    Path main =
        mainModule(
            work,
            GoModule.KUBERNETES,
            "godebug default=go1.24\nrequire k8s.io/kubernetes v%s\n%s"
                .formatted(version, replaced));
    List<String> packages =
        tools.stream().map(tool -> GoModule.KUBERNETES.mainPackage(tool)).toList();
    compile(main, work, "-s -w " + versionFlags(version), packages);
  }

  private static String versionFlags(String version) {
    String[] parts = version.split("\\.", -1);
    return Stream.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")
        .flatMap(
            name ->
                Stream.of(
                    "-X %s.gitVersion=v%s".formatted(name, version),
                    "-X %s.gitMajor=%s".formatted(name, parts[0]),
                    "-X %s.gitMinor=%s".formatted(name, parts[1])))
        .collect(Collectors.joining(" "));
  }

  private Path downloadedGoMod(Path work, GoModule module)
      throws IOException, InterruptedException {
    Path answer = work.resolve("download.json");
    run(
        new ProcessBuilder(
                "go", "mod", "download", "-json", module.path() + "@v" + module.version())
            .directory(work.toFile())
            .redirectOutput(answer.toFile()));
    JsonNode download = new ObjectMapper().readTree(answer.toFile());
    return Path.of(download.path("GoMod").asText());
  }

  private static Path mainModule(Path work, GoModule module, String lines) throws IOException {
    String name = module.path().replaceAll(".*/([a-z]+)(/.*)?$", "$1");
    Path folder = Files.createDirectories(work.resolve("module-" + module.name()));
    Files.writeString(
        folder.resolve("go.mod"),
        "module synod.dev/tools/%s\ngo 1.24.0\n%s".formatted(name, lines));
    return folder;
  }

  private void compile(Path main, Path output, String linkerFlags, List<String> packages)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("build", "-trimpath", "-ldflags", linkerFlags, "-o", output.toString()));
    arguments.addAll(packages);
    go(main, arguments, Map.of("GOFLAGS", "-mod=mod"));
  }

  private void go(Path folder, List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("CGO_ENABLED", "0");
    run(builder);
  }

  private void run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process;
    try {
      process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    } catch (IOException e) {
      throw new MissingToolException("go", Prerequisites.GO.remedy(), e);
    }
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(
            "%s ended with code %d".formatted(String.join(" ", builder.command()), exit));
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
  }
}
