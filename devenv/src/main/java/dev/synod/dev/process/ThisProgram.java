package dev.synod.dev.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run this program again, in another process. */
public final class ThisProgram {

  private ThisProgram() {}

  /**
   * The command of another JVM with the class path of this one.
   *
   * @param root the clone
   * @param arguments as {@code ./dev} takes them
   */
  public static List<String> command(Path root, List<String> arguments) {
    return command(root, System.getProperty("java.class.path", ""), arguments);
  }

  /** As {@link #command(Path, List)}, with another class path. */
  public static List<String> command(Path root, String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Dsynod.root=" + root,
            "-cp",
            classPath,
            "dev.synod.dev.Main"));
    command.addAll(arguments);
    return command;
  }
}
