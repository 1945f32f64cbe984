package dev.synod.examples.review.repository;

import dev.synod.examples.review.repository.RepositoryException.Problem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A git repository at one commit. What is in the work tree but not committed is never looked at.
 */
public final class Repository {
  private final Git git;
  private final Limits limits;
  private final @Nullable String head;
  private final boolean shallow;

  private Repository(Git git, Limits limits, @Nullable String head, boolean shallow) {
    this.git = git;
    this.limits = limits;
    this.head = head;
    this.shallow = shallow;
  }

  /**
   * Opens the repository whose root (or bare directory) is exactly {@code path}, at its {@code
   * HEAD}.
   *
   * @throws RepositoryException if there is no such directory, or it is no repository
   */
  public static Repository open(Path path, Limits limits) throws RepositoryException {
    if (!Files.isDirectory(path)) {
      throw new RepositoryException(
          Problem.NOT_FOUND,
          "Expected a directory with a git repository at %s, but there is %s"
              .formatted(path, Files.exists(path) ? "a file" : "nothing"));
    }
    Git git = new Git(realPath(path), limits.gitTimeout());
    String shallow;
    try {
      shallow = git.text(List.of("rev-parse", "--is-shallow-repository"));
    } catch (RepositoryException failed) {
      if (failed.problem() == Problem.TIMED_OUT) {
        throw failed;
      }
      throw new RepositoryException(
          Problem.NOT_A_REPOSITORY,
          "Expected %s to be the root of a git repository, but git says: %s. Give the repository's root"
              .formatted(path, failed.getMessage()),
          failed);
    }
    return new Repository(git, limits, headOf(git), shallow.equals("true"));
  }

  private static Path realPath(Path path) throws RepositoryException {
    try {
      return path.toRealPath();
    } catch (IOException unreadable) {
      throw new RepositoryException(
          Problem.NOT_FOUND,
          "Expected to read " + path + ", but: " + unreadable.getMessage(),
          unreadable);
    }
  }

  /** The commit of HEAD, or null in a repository without a commit. */
  private static @Nullable String headOf(Git git) throws RepositoryException {
    try {
      return git.text(List.of("rev-parse", "--verify", "--quiet", "HEAD^{commit}"));
    } catch (RepositoryException unborn) {
      if (unborn.problem() == Problem.TIMED_OUT) {
        throw unborn;
      }
      return null;
    }
  }

  /** The reviewed commit; null if the repository has none yet. */
  public @Nullable String head() {
    return head;
  }

  /** Whether the clone holds only a part of the history. */
  public boolean isShallow() {
    return shallow;
  }

  /** What is read at most. */
  public Limits limits() {
    return limits;
  }

  /**
   * Hands over the newest {@code commitsMax} commits, newest first, as they are read.
   *
   * @return whether there were more
   */
  public boolean history(Consumer<Commit> consumer) throws RepositoryException {
    if (head == null) {
      return false;
    }
    List<String> arguments =
        List.of(
            "log",
            "-z",
            "--numstat",
            "--find-renames",
            "-l1000",
            "--no-ext-diff",
            "--no-textconv",
            "--diff-merges=off",
            "--no-show-signature",
            "--no-color",
            "--use-mailmap",
            "--encoding=UTF-8",
            "--max-count=" + (limits.commitsMax() + 1),
            CommitParser.FORMAT,
            head,
            "--");
    return git.run(
        arguments,
        (in, out) -> {
          in.close();
          CommitParser parser = new CommitParser(new Tokens(out, 0));
          int read = 0;
          for (Commit commit = parser.next(); commit != null; commit = parser.next()) {
            if (read == limits.commitsMax()) {
              return true;
            }
            consumer.accept(commit);
            read++;
          }
          return false;
        });
  }

  /** The commit's files in path order, at most {@code filesMax} of them. */
  public Tree files() throws RepositoryException {
    if (head == null) {
      return new Tree(List.of(), false);
    }
    return git.run(
        List.of("ls-tree", "-r", "-z", "-l", "--full-tree", head),
        (in, out) -> {
          in.close();
          List<TrackedFile> files = new ArrayList<>();
          Tokens tokens = new Tokens(out, 0);
          for (byte[] entry = tokens.next(); entry != null; entry = tokens.next()) {
            TrackedFile file = file(entry);
            if (file == null) {
              continue;
            }
            if (files.size() == limits.filesMax()) {
              return new Tree(files, true);
            }
            files.add(file);
          }
          return new Tree(files, false);
        });
  }

  /**
   * The commit's files.
   *
   * @param truncated whether there are more than {@code filesMax}
   */
  public record Tree(List<TrackedFile> files, boolean truncated) {
    /** Copies the files. */
    public Tree {
      files = List.copyOf(files);
    }
  }

  /** {@code mode SP type SP object SP+ size TAB path}; null for a symbolic link or a submodule. */
  private static @Nullable TrackedFile file(byte[] entry) throws IOException {
    int tab = 0;
    while (tab < entry.length && entry[tab] != '\t') {
      tab++;
    }
    String[] fields = new String(entry, 0, tab, StandardCharsets.US_ASCII).split(" +", 4);
    if (tab == entry.length || fields.length < 4) {
      throw new IOException("an entry of ls-tree has " + fields.length + " of 4 fields");
    }
    if (!fields[1].equals("blob") || fields[0].equals("120000")) {
      return null;
    }
    byte[] path = new byte[entry.length - tab - 1];
    System.arraycopy(entry, tab + 1, path, 0, path.length);
    return new TrackedFile(PathNames.text(path), fields[2], Long.parseLong(fields[3]));
  }

  /**
   * Reads the contents of {@code files} one after another. A file over {@code fileBytesMax} is left
   * out, and so is each that would pass {@code totalBytesMax}.
   *
   * @return the limits that left something out
   */
  public List<LimitReached> read(List<TrackedFile> files, BiConsumer<TrackedFile, Content> consumer)
      throws RepositoryException {
    ReadingPlan plan = ReadingPlan.of(files, limits);
    if (plan.files().isEmpty()) {
      return plan.reached();
    }
    git.run(
        List.of("cat-file", "--batch"),
        (in, out) -> {
          BufferedInputStream answers = new BufferedInputStream(out, 64 << 10);
          for (TrackedFile file : plan.files()) {
            consumer.accept(file, new Content(blob(file, in, answers)));
          }
          in.close();
          return true;
        });
    return plan.reached();
  }

  /** The beginning of a file of any size, enough to tell binary from text. */
  public Content peek(TrackedFile file) throws RepositoryException {
    return git.run(
        List.of("cat-file", "blob", file.blob()),
        (in, out) -> {
          in.close();
          return new Content(out.readNBytes(Content.BINARY_PROBE_BYTES));
        });
  }

  private static byte[] blob(TrackedFile file, OutputStream in, InputStream out)
      throws IOException {
    in.write((file.blob() + "\n").getBytes(StandardCharsets.US_ASCII));
    in.flush();
    StringBuilder header = new StringBuilder();
    int c = out.read();
    for (; c != '\n' && c != -1; c = out.read()) {
      header.append((char) c);
    }
    if (c == -1 || !header.toString().equals(file.blob() + " blob " + file.bytes())) {
      throw new IOException("the content of " + file.path() + " is missing: " + header);
    }
    byte[] bytes = out.readNBytes((int) file.bytes());
    if (bytes.length < file.bytes() || out.read() != '\n') {
      throw new EOFException("the content of " + file.path() + " ends early");
    }
    return bytes;
  }
}
