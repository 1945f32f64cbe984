package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Brings generated files that are kept in the repository up to date. */
@Command(
    name = "generate",
    description = "Writes the generated files that are kept in the repository.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

  /** Under this property a test that finds a kept file stale writes it anew. */
  private static final String UPDATE = "golden.update";

  private static final String UNIT = "Test.java";

  /** A test of what only packaging makes. */
  private static final String PACKAGED = "IT.java";

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    workspace.create();
    List<Path> tests = generatingTests(workspace.root());
    String modules =
        tests.stream()
            .map(test -> workspace.root().relativize(test).toString().replaceAll("/src/.*", ""))
            .distinct()
            .collect(Collectors.joining(","));
    forgetFailures(workspace.root());
    Toolchain tools = Toolchain.of(System.getenv());
    ToolStep.run(workspace, tools, Tool.requiredByTests(), new Steps(System.out));
    new Checks(workspace, tools)
        .maven(
            List.of(
                "-q",
                "-pl",
                modules,
                "-am",
                "verify",
                "-Dtest=" + classes(tests, UNIT),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dit.test=" + classes(tests, PACKAGED),
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                "-D" + UPDATE + "=true"));
    return new ProcessBuilder("git", "status", "--short")
        .directory(workspace.root().toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Where no integration test of a module is run, those of an earlier run would count. */
  static void forgetFailures(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(Files::isDirectory).toList()) {
        var _ =
            Files.deleteIfExists(module.resolve("target/failsafe-reports/failsafe-summary.xml"));
      }
    }
  }

  /** Names of the classes of one kind, for Maven. */
  private static String classes(List<Path> tests, String suffix) {
    return tests.stream()
        .map(test -> test.getFileName().toString())
        .filter(name -> name.endsWith(suffix))
        .map(name -> name.replace(".java", ""))
        .collect(Collectors.joining(","));
  }

  private static List<Path> generatingTests(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(GenerateCommand::tests)
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> tests(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(UNIT) || file.toString().endsWith(PACKAGED))
          .filter(GenerateCommand::generates)
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean generates(Path test) {
    try {
      return Files.readString(test).contains('"' + UPDATE + '"');
    } catch (IOException e) {
      return false;
    }
  }
}
