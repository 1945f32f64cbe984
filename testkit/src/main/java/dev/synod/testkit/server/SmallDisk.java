package dev.synod.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of a few MiB in memory at a directory, which a test can fill. Only root has it. */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final long COMMAND_SECONDS_MAX = 20;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Whether this process may mount one. */
  public static boolean canBeMade() throws IOException {
    Path probe = Files.createTempDirectory("small-disk");
    try {
      mount(probe, "size=1m");
      run("umount", probe.toString());
      return true;
    } catch (UncheckedIOException e) {
      return false;
    } finally {
      Files.delete(probe);
    }
  }

  /** Mounts one; the directory is made. */
  public static SmallDisk at(Path directory, long bytes) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mount(directory, "size=" + bytes);
    return new SmallDisk(directory);
  }

  /** What can still be written. */
  public long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Fills it until about so many bytes are free. */
  public void leave(long bytes) throws IOException {
    var chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (freeBytes() >= bytes + CHUNK_BYTES) {
        out.write(chunk);
      }
    }
  }

  /** Takes away what filled it. */
  public void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  /** Makes it larger. */
  public void grow(long bytes) {
    mount(directory, "remount,size=" + bytes);
  }

  private static void mount(Path at, String options) {
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
  }

  private static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "Expected %s to succeed, but it did not.".formatted(String.join(" ", command)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a disk was mounted or unmounted.", e);
    }
  }

  /** Unmounts it; what uses it must have ended. */
  @Override
  public void close() {
    run("umount", directory.toString());
  }
}
