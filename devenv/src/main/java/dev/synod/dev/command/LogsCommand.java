package dev.synod.dev.command;

import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a log. */
@Command(
    name = "logs",
    description = "Shows the end of one part's or one agent's log.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "As './dev status' lists it, or a pod's name.")
  private String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as it grows.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "100",
      description = "How many lines (${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Path log =
        find(workspace)
            .orElseThrow(() -> new CommandFailure(unknown(name, names(workspace.logs()))));
    List<String> command = new ArrayList<>(List.of("tail", "-n", "" + lines));
    if (follow) {
      command.add("-F");
    }
    command.add(log.toString());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** A part's log; else that of the one pod of this name, in whatever namespace. */
  private Optional<Path> find(Workspace workspace) {
    if (Files.exists(workspace.log(name))) {
      return Optional.of(workspace.log(name));
    }
    List<String> pods =
        names(workspace.logs().resolve("node")).stream()
            .filter(pod -> pod.equals(name) || pod.endsWith("." + name))
            .toList();
    return pods.size() == 1
        ? Optional.of(workspace.log("node/" + pods.getFirst()))
        : Optional.empty();
  }

  /** What to say of a name that is not that of one log, with those that it may be short for. */
  static String unknown(String name, List<String> names) {
    String asked = name.toLowerCase(Locale.ROOT);
    List<String> meant =
        names.stream().filter(known -> known.toLowerCase(Locale.ROOT).contains(asked)).toList();
    return "Expected the name of one log, but '%s' names none or several.%s There are: %s"
        .formatted(
            name,
            meant.isEmpty() ? "" : " Did you mean " + String.join(" or ", meant) + "?",
            String.join(", ", names));
  }

  private static List<String> names(Path logs) {
    try (Stream<Path> files = Files.walk(logs)) {
      return files
          .map(file -> "" + file.getFileName())
          .filter(file -> file.endsWith(".log"))
          .map(file -> file.substring(0, file.length() - ".log".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
