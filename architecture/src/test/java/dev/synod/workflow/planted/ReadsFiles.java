package dev.synod.workflow.planted;

import java.nio.file.Files;
import java.nio.file.Path;

/** Planted: a definition that is read from a disk. */
public final class ReadsFiles {
  String read(Path file) throws java.io.IOException {
    return Files.readString(file);
  }
}
