package dev.synod.dev.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, replaced as a whole so that no reader sees half of one. */
public final class PrivateFiles {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /** Makes a folder of mode 0700, and its parents as they come. */
  public static void createDirectory(Path directory) throws IOException {
    createParent(directory);
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory, OWNER_DIRECTORY);
    }
  }

  /** Makes the folder that a file will stand in, and answers it. */
  public static Path createParent(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Expected a file, but found the root folder");
    }
    return Files.createDirectories(folder);
  }

  /** Writes a file of mode 0600. */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = createParent(file);
    // createTempFile makes files of mode 0600.
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes text as {@link #write(Path, byte[])} does. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(UTF_8));
  }
}
