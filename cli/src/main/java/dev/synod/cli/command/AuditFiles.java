package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportException;
import dev.synod.audit.report.ReportFiles;
import dev.synod.cli.command.LocalOutput.LocalException;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Files of the audit trail: keys, checkpoints, reports. */
final class AuditFiles {
  private static final int NOTE_BYTES_MAX = 1 << 20;
  private static final int NAMES_LENGTH_MAX = 200;

  private AuditFiles() {}

  /** Keys that are given as they are, or by files with one in each line. */
  static List<VerifierKey> keys(List<String> given) throws CommandException {
    var texts = new ArrayList<String>();
    for (String key : given) {
      Path file = Path.of(key);
      if (Files.isRegularFile(file)) {
        text(file).lines().filter(line -> !line.isBlank()).forEach(texts::add);
      } else if (key.indexOf('+') < 0) {
        throw new CommandException(
            Exit.USAGE,
            "Expected a public key such as NAME+1a2b3c4d+BASE64 or a file of such keys, but there is no file %s."
                .formatted(key));
      } else {
        texts.add(key);
      }
    }
    return parsed(texts);
  }

  static List<VerifierKey> parsed(List<String> texts) throws CommandException {
    var keys = new ArrayList<VerifierKey>();
    for (String text : texts) {
      try {
        keys.add(VerifierKey.parse(text));
      } catch (NoteException e) {
        throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()), e);
      }
    }
    if (keys.isEmpty()) {
      throw new CommandException(
          Exit.FAILED, "Expected a public key of the audit trail, but found none.");
    }
    return keys;
  }

  /** What a checkpoint says; nobody has looked yet who signed it. */
  static Checkpoint claimed(Path file) throws CommandException {
    try {
      return Checkpoint.claimed(text(file));
    } catch (NoteException e) {
      throw new CommandException(Exit.USAGE, file + ": " + e.getMessage(), e);
    }
  }

  static String text(Path file) throws CommandException {
    try {
      return LimitedText.read(file, NOTE_BYTES_MAX);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "Expected a file that can be read, but can't read %s.".formatted(file), e);
    }
  }

  /** A report goes where nothing is, so that nothing of another is taken for part of it. */
  static void expectNew(Path directory) throws CommandException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> present = Files.list(directory)) {
      if (present.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected a directory for the report, but %s is none.".formatted(directory),
          e);
    }
    throw new CommandException(
        Exit.USAGE,
        "Expected an empty directory for the report, but %s has files; give another."
            .formatted(directory));
  }

  /**
   * Expects that an archive's directory names the files of a report, each once: of two with one
   * name every program takes the one it likes.
   */
  static void expectReport(Path archive) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).sorted().toList();
      List<String> expected = ReportFiles.ALL.stream().sorted().toList();
      if (!names.equals(expected)) {
        throw new IOException(
            "expected the files %s in the archive, each once, but found %d files: %s"
                .formatted(
                    expected,
                    names.size(),
                    Text.shortened(String.join(", ", names), NAMES_LENGTH_MAX)));
      }
    } catch (ZipException e) {
      throw new IOException("neither a directory nor a ZIP archive", e);
    }
  }

  /**
   * Downloads a report, and says how to check it. The server is asked once there is a place for it:
   * each report leaves entries in the trail.
   *
   * @param hint what else to try where the server ends it early
   */
  static void download(
      ApiCommand command, ApiPath path, JsonNode wanted, Path directory, String hint)
      throws CommandException, InterruptedException {
    expectNew(directory);
    make(directory);
    try (InputStream report = command.api().download(path, wanted)) {
      unpack(report, directory);
    } catch (LocalException e) {
      throw new CommandException(
          Exit.FAILED,
          "Expected to write the report to %s, but can't (%s); what is there is not one. Make room or give another directory."
              .formatted(directory, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILED,
          "Expected a whole report, but the server ended it early (%s); what is in %s is not one. %s"
              .formatted(e.getMessage(), directory, hint),
          e);
    }
    tell(command, directory, manifest(directory));
  }

  private static void tell(ApiCommand command, Path directory, Manifest manifest)
      throws CommandException, InterruptedException {
    long entries = manifest.range().entries();
    PrintStream out = command.terminal().out();
    out.println("report in " + directory);
    out.printf(
        "It shows %d %s. Check it with: kubectl synod audit verify %s --key KEY%n",
        entries, entries == 1 ? "entry" : "entries", directory);
    if (entries == 0) {
      String why = EmptyReport.why(command.api(), manifest.about());
      command.terminal().err().println("warning: " + why);
    }
  }

  private static Manifest manifest(Path directory) throws CommandException {
    try {
      return Manifest.parse(Files.readAllBytes(directory.resolve(ReportFiles.MANIFEST)));
    } catch (IOException | ReportException e) {
      throw new CommandException(
          Exit.FAILED,
          "Expected a report, but what is in %s is not one: %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static void make(Path directory) throws CommandException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "Expected a directory for the report, but %s can't be made. Give another."
              .formatted(directory),
          e);
    }
  }

  /**
   * Unpacks the files of a report into an empty directory; an archive with others is none.
   *
   * @throws LocalException where they can't be written
   */
  static void unpack(InputStream archive, Path directory) throws IOException {
    var zip = new ZipInputStream(archive);
    var missing = new ArrayList<>(ReportFiles.ALL);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!missing.remove(entry.getName())) {
        throw new IOException("a file that is not of a report");
      }
      try (OutputStream file = created(directory.resolve(entry.getName()))) {
        zip.transferTo(file);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("without " + missing);
    }
  }

  private static OutputStream created(Path file) throws LocalException {
    try {
      return new LocalOutput(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw new LocalException(e);
    }
  }
}
