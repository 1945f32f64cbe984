package dev.synod.kernel.planted;

import java.nio.file.Files;
import java.nio.file.Path;

/** Planted: a file beside the log. */
public final class OpensFiles {
  boolean has(Path file) {
    return Files.exists(file);
  }
}
