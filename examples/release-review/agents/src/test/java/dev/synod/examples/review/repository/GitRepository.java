package dev.synod.examples.review.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository made for a test, in a temporary directory, with git itself. */
public final class GitRepository {
  private final Path root;
  private String author = "Ada <ada@example.org>";
  private Instant at = Instant.parse("2026-01-10T12:00:00Z");

  private GitRepository(Path root) {
    this.root = root;
  }

  /** Makes an empty repository. */
  public static GitRepository in(Path root) {
    GitRepository repository = new GitRepository(root);
    repository.git("init", "-q", "-b", "main", ".");
    return repository;
  }

  /** The repository's root. */
  public Path root() {
    return root;
  }

  /** Whom the next commits name as author, {@code Name <address>}. */
  public GitRepository author(String next) {
    author = next;
    return this;
  }

  /** When the next commits are made. */
  public GitRepository at(String instant) {
    at = Instant.parse(instant);
    return this;
  }

  /** Writes a text file. */
  public GitRepository file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. */
  public GitRepository file(String path, byte[] bytes) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Writes a file of {@code lines} lines. */
  public GitRepository lines(String path, int lines) {
    return file(path, "line\n".repeat(lines));
  }

  /** Commits all that is in the work tree. */
  public GitRepository commit(String message) {
    git("add", "-A");
    return git("commit", "-q", "--allow-empty", "-m", message);
  }

  /** Runs git in the repository. */
  public GitRepository git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    String name = author.substring(0, author.indexOf(" <"));
    String email = author.substring(author.indexOf('<') + 1, author.length() - 1);
    String date = at.getEpochSecond() + " +0000";
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", email,
                "GIT_AUTHOR_DATE", date,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", email,
                "GIT_COMMITTER_DATE", date,
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1"));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git " + List.of(arguments) + ": " + output);
      }
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Opens it as a reviewer does. */
  public Repository open() throws RepositoryException {
    return Repository.open(root, Limits.DEFAULT);
  }
}
