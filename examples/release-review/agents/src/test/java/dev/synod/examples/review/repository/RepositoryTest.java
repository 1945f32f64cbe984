package dev.synod.examples.review.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.synod.examples.review.repository.RepositoryException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  @TempDir Path directory;

  @Test
  void shouldNameThePathWhenNothingIsThere() {
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> Repository.open(directory.resolve("gone"), Limits.DEFAULT))
        .withMessageContaining("gone")
        .withMessageContaining("there is nothing")
        .matches(failed -> failed.problem() == Problem.NOT_FOUND);
  }

  @Test
  void shouldRefuseAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> Repository.open(file, Limits.DEFAULT))
        .withMessageContaining("there is a file");
  }

  @Test
  void shouldRefuseADirectoryWithoutRepository() {
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> Repository.open(directory, Limits.DEFAULT))
        .withMessageContaining("Give the repository's root")
        .matches(failed -> failed.problem() == Problem.NOT_A_REPOSITORY);
  }

  @Test
  void shouldNotReviewTheSurroundingRepositoryWhenADirectoryHasNone() throws Exception {
    GitRepository.in(directory).lines("a", 1).commit("one");
    Path inner = Files.createDirectories(directory.resolve("inner"));
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> Repository.open(inner, Limits.DEFAULT))
        .matches(failed -> failed.problem() == Problem.NOT_A_REPOSITORY);
  }

  @Test
  void shouldReadNothingWhenThereIsNoCommit() throws Exception {
    Repository repository = GitRepository.in(directory).open();
    assertThat(repository.head()).isNull();
    assertThat(commits(repository)).isEmpty();
    assertThat(repository.files().files()).isEmpty();
    assertThat(repository.read(List.of(), (file, content) -> {})).isEmpty();
  }

  @Test
  void shouldReadCommitsNewestFirstWithRenamesAndBinaries() throws Exception {
    Repository repository =
        GitRepository.in(directory)
            .lines("old name.txt", 20)
            .file("blob", new byte[] {1, 0, 2})
            .commit("one")
            .at("2026-02-01T00:00:00Z")
            .author("Grace <Grace@example.org>")
            .git("mv", "old name.txt", "new\tname.txt")
            .commit("two")
            .commit("empty")
            .open();

    List<Commit> commits = commits(repository);

    assertThat(commits).hasSize(3);
    assertThat(commits.get(0).changes()).isEmpty();
    assertThat(commits.get(1).author()).isEqualTo("Grace");
    assertThat(commits.get(1).at()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    assertThat(commits.get(1).changes())
        .containsExactly(new Change("new\\x09name.txt", "old name.txt", 0, 0, false));
    assertThat(commits.get(2).changes())
        .containsExactly(
            new Change("blob", "blob", 0, 0, true),
            new Change("old name.txt", "old name.txt", 20, 0, false));
  }

  @Test
  void shouldKeepNamesApartWhenTheyAreNotUtf8() throws Exception {
    GitRepository made = GitRepository.in(directory).lines("ä", 1).commit("one");
    // A name that the file system of the test might refuse, straight into the index.
    Path index = directory.resolve("index-info");
    byte[] entry =
        "100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\tb_d\n"
            .getBytes(StandardCharsets.US_ASCII);
    entry[entry.length - 3] = (byte) 0xE4;
    Files.write(index, entry);
    made.git("hash-object", "-w", "/dev/null");
    made.git("-c", "alias.add-entries=!git update-index --index-info < index-info", "add-entries");
    made.git("commit", "-q", "-m", "two");

    Repository repository = made.open();

    assertThat(repository.files().files())
        .extracting(TrackedFile::path)
        .containsExactly("b\\xE4d", "ä");
    assertThat(commits(repository).getFirst().changes())
        .extracting(Change::path)
        .containsExactly("b\\xE4d");
  }

  @Test
  void shouldReadContentsOfTrackedFilesOnly() throws Exception {
    GitRepository made =
        GitRepository.in(directory).file("a.txt", "one\ntwo").lines("dir/b.txt", 3).commit("one");
    made.file("untracked.txt", "no").file("a.txt", "changed since");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("a.txt"));

    Repository repository = made.open();
    Map<String, Long> lines = new TreeMap<>();
    repository.read(
        repository.files().files(), (file, content) -> lines.put(file.path(), content.lines()));

    assertThat(lines).containsExactly(Map.entry("a.txt", 2L), Map.entry("dir/b.txt", 3L));
  }

  @Test
  void shouldNameEachLimitThatIsReached() throws Exception {
    GitRepository made =
        GitRepository.in(directory)
            .lines("a", 1)
            .commit("one")
            .lines("b", 100)
            .commit("two")
            .lines("c", 2)
            .lines("d", 2)
            .commit("three");
    Repository repository =
        Repository.open(made.root(), new Limits(2, 3, 100, 12, Duration.ofSeconds(20)));

    List<Commit> commits = new ArrayList<>();
    assertThat(repository.history(commits::add)).isTrue();
    assertThat(commits).hasSize(2);

    Repository.Tree tree = repository.files();
    assertThat(tree.truncated()).isTrue();
    assertThat(tree.files()).extracting(TrackedFile::path).containsExactly("a", "b", "c");

    List<String> read = new ArrayList<>();
    List<LimitReached> reached =
        repository.read(tree.files(), (file, content) -> read.add(file.path()));
    assertThat(read).containsExactly("a");
    assertThat(reached)
        .extracting(LimitReached::limit)
        .containsExactly("fileBytesMax", "totalBytesMax");
  }

  @Test
  void shouldStopGitWhenItTakesTooLong() throws Exception {
    GitRepository made = GitRepository.in(directory).lines("a", 1).commit("one");
    Git git = new Git(made.root(), Duration.ofMillis(200));
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> git.run(List.of("cat-file", "--batch"), (in, out) -> out.read()))
        .withMessageContaining("gitTimeout")
        .matches(failed -> failed.problem() == Problem.TIMED_OUT);
  }

  @Test
  void shouldRunNothingThatTheRepositoryConfigures() throws Exception {
    Path witness = directory.resolve("witness");
    Path trap = Files.writeString(directory.resolve("trap"), "#!/bin/sh\ntouch " + witness + "\n");
    assertThat(trap.toFile().setExecutable(true)).isTrue();
    GitRepository made =
        GitRepository.in(directory)
            .file(".gitattributes", "*.txt diff=trap filter=trap\n")
            .lines("a.txt", 1)
            .commit("one")
            .lines("a.txt", 2)
            .commit("two")
            .git("config", "diff.external", trap.toString())
            .git("config", "diff.trap.textconv", trap.toString())
            .git("config", "diff.trap.command", trap.toString())
            .git("config", "core.fsmonitor", trap.toString())
            .git("config", "core.pager", trap.toString())
            .git("config", "log.showSignature", "true")
            .git("config", "gpg.program", trap.toString());

    Repository repository = made.open();
    commits(repository);
    repository.read(repository.files().files(), (file, content) -> {});

    assertThat(witness).doesNotExist();
  }

  private static List<Commit> commits(Repository repository) throws RepositoryException {
    List<Commit> commits = new ArrayList<>();
    repository.history(commits::add);
    return commits;
  }
}
