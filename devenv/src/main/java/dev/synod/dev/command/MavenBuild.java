package dev.synod.dev.command;

import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Maven on this clone. */
final class MavenBuild {

  /** The modules whose processes {@code up} runs. */
  static final String PRODUCT = "api-server,operator,worker,cli,examples/release-review/agents";

  private static final Set<String> NOT_SOURCES =
      Set.of(
          "target", ".git", ".dev", "devenv", "testkit", "bench", "docs", "test", "node_modules");

  private final Workspace workspace;

  MavenBuild(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Runs Maven with its output on the terminal; answers its exit code. */
  int run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return builder(environment, arguments).inheritIO().start().waitFor();
  }

  /** Whether sources of the product are newer than what was last built of them. */
  boolean isProductStale() throws IOException {
    Path stamp = stamp();
    if (!Files.exists(stamp)) {
      return true;
    }
    return isNewerThan(Files.getLastModifiedTime(stamp));
  }

  /** Builds the product without its tests. */
  void packageProduct(Path log) throws IOException, InterruptedException {
    Path draft = Files.createTempFile(workspace.root().resolve("devenv/target"), "product", "");
    int exit =
        builder(Map.of(), "-pl", PRODUCT, "-am", "package", "-DskipTests")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      Files.delete(draft);
      throw new IOException("Maven ended with code " + exit);
    }
    Files.move(draft, stamp(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path stamp() {
    return workspace.root().resolve("devenv/target/product-built");
  }

  private ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(workspace.root().toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  private boolean isNewerThan(FileTime built) throws IOException {
    AtomicBoolean newer = new AtomicBoolean();
    Files.walkFileTree(
        workspace.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_SOURCES.contains("" + folder.getFileName())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean source = file.endsWith("pom.xml") || file.toString().contains("/src/main/");
            if (source && attributes.lastModifiedTime().compareTo(built) > 0) {
              newer.set(true);
              return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return newer.get();
  }
}
