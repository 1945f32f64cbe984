package dev.synod.dev.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir private Path folder;

  @Test
  void shouldCopyWithModesAndTimesAndLeaveNothingOfWhatStoodThere() throws IOException {
    Path source = folder.resolve("source");
    Path closed = Files.createDirectories(source.resolve("private"));
    Path secret = closed.resolve("secret");
    Files.writeString(secret, "hush");
    Files.setLastModifiedTime(secret, FileTime.fromMillis(1_000));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("private/secret"));
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("old"), "gone afterwards");

    FileTree.replace(source, target);

    Path copied = target.resolve("private/secret");
    assertThat(copied).hasContent("hush");
    assertThat(Files.getLastModifiedTime(copied)).isEqualTo(FileTime.fromMillis(1_000));
    assertThat(mode(copied)).isEqualTo("r--------");
    assertThat(mode(target.resolve("private"))).isEqualTo("rwx------");
    assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("private/secret");
    assertThat(target.resolve("old")).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
