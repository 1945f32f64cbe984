package dev.synod.worker.expression;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.Jq;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.thisptr.jackson.jq.JsonQuery;

/**
 * The command that starts a child: this Java, and no more of the class path than expressions need.
 */
final class ChildCommand {
  private static final List<Class<?>> NEEDED =
      List.of(
          ChildMain.class,
          Jq.class,
          Value.class,
          JsonQuery.class,
          Pattern.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonProperty.class,
          Schema.class);

  /** Needed by libraries above when they are loaded, though never for what is evaluated. */
  private static final List<String> NEEDED_BY_OTHERS =
      List.of(
          "org.slf4j.Logger",
          "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
          "org.yaml.snakeyaml.Yaml",
          "com.ethlo.time.ITU",
          "org.joni.Regex",
          "org.jcodings.Encoding",
          "org.jspecify.annotations.NullMarked");

  /** Whoever else wants the processor goes before a user's expression. */
  private static final String NICENESS = "10";

  private static final Path NICE = Path.of("/usr/bin/nice");

  private ChildCommand() {}

  static List<String> of(ChildLimits limits) {
    var command = new ArrayList<String>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", NICENESS));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + limits.heapMebibytes() + "m");
    command.add("-Xms8m");
    command.add("-Xss" + limits.stackKibibytes() + "k");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-XX:MaxMetaspaceSize=64m");
    command.add("-XX:ReservedCodeCacheSize=16m");
    command.add("-XX:MaxDirectMemorySize=8m");
    command.add("-Xshare:auto");
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath()));
    command.add(ChildMain.class.getName());
    command.add(Long.toString(limits.outputSizeMax()));
    return command;
  }

  private static Set<String> classPath() {
    var path = new LinkedHashSet<String>();
    NEEDED.forEach(needed -> path.add(location(needed)));
    for (String name : NEEDED_BY_OTHERS) {
      try {
        path.add(location(Class.forName(name, false, ChildCommand.class.getClassLoader())));
      } catch (ClassNotFoundException e) {
        // Not among the libraries that are in use.
      }
    }
    return path;
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(
              Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Expected a class path of files.", e);
    }
  }
}
