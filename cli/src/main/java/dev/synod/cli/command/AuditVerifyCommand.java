package dev.synod.cli.command;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportException;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportVerifier;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Terminal;
import dev.synod.cli.output.Text;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies reports by their files and a key alone. */
@Command(
    name = "verify",
    description = {
      "Checks reports without a server: complete, unaltered, in order, part of the tree that their",
      "checkpoint signs; with --since also that history was not rewritten behind an earlier one."
    },
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand extends ApiCommand {
  private static final int PARTS = 1_000;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Directory, manifest or ZIP archive of a report.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "Public key, or a file with keys; not from the server that is checked.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "An earlier checkpoint that was kept elsewhere.")
  private @Nullable Path since;

  @Override
  Exit ask() throws CommandException {
    List<VerifierKey> known = AuditFiles.keys(keys);
    Checkpoint earlier = earlier(known);
    for (Path file : files) {
      try {
        report(file, verified(file, known, earlier), earlier);
      } catch (ReportException e) {
        throw new CommandException(
            Exit.FAILED, "%s is not verified. %s".formatted(file, e.getMessage()), e);
      } catch (IOException e) {
        throw new CommandException(
            Exit.FAILED,
            "Expected a report in %s, but can't read it (%s).".formatted(file, e.getMessage()),
            e);
      }
    }
    return Exit.OK;
  }

  private @Nullable Checkpoint earlier(List<VerifierKey> known) throws CommandException {
    Path file = since;
    if (file == null) {
      return null;
    }
    try {
      return Checkpoint.verified(AuditFiles.text(file), known);
    } catch (NoteException e) {
      throw new CommandException(Exit.FAILED, file + ": " + e.getMessage(), e);
    }
  }

  private ReportVerifier.Verified verified(
      Path file, List<VerifierKey> known, @Nullable Checkpoint earlier)
      throws IOException, ReportException {
    var verifier = new ReportVerifier(known, earlier, progress());
    if (Files.isDirectory(file)) {
      return verifier.verify(file);
    }
    if (file.endsWith(ReportFiles.MANIFEST)) {
      return verifier.verify(file.resolveSibling("."));
    }
    AuditFiles.expectReport(file);
    try (FileSystem archive = FileSystems.newFileSystem(file)) {
      return verifier.verify(archive.getPath("/"));
    } catch (ProviderNotFoundException | IllegalArgumentException e) {
      throw new IOException("neither a directory nor a ZIP archive", e);
    }
  }

  private ReportVerifier.Progress progress() {
    Terminal.Canvas canvas = terminal().isInteractive() ? terminal().new Canvas() : null;
    return (leaves, ofLeaves) -> {
      if (canvas != null) {
        int done = (int) (PARTS * leaves / Math.max(1, ofLeaves));
        canvas.draw(List.of("entries " + Terminal.bar(done, PARTS)));
      }
    };
  }

  private void report(Path file, ReportVerifier.Verified verified, @Nullable Checkpoint earlier) {
    Manifest.Range range = verified.manifest().range();
    var out = terminal().out();
    out.printf("%s is complete, unaltered and in order.%n", file);
    out.printf(
        "  entries     %d to %d: %d shown, %d passed over by the filter%n",
        range.first(), range.end() - 1, range.entries(), range.skipped());
    Manifest.About about = verified.manifest().about();
    out.printf(
        "  period      %s to %s%n",
        Text.singleLine(Objects.requireNonNullElse(about.period().from(), "the beginning")),
        Text.singleLine(Objects.requireNonNullElse(about.period().to(), "the checkpoint")));
    List<String> words = about.filter().words();
    out.printf(
        "  filter      %s%n",
        words.isEmpty() ? "none: all are shown" : Text.singleLine(String.join(" ", words)));
    out.printf("  payloads    %d, and each fits its entry%n", verified.payloads());
    out.printf(
        "  checkpoint  %s, %d entries, root %s%n",
        Text.singleLine(verified.checkpoint().origin()),
        verified.checkpoint().size(),
        verified.checkpoint().root().base64());
    out.printf(
        "  since       %s%n",
        earlier == null
            ? "not held against an earlier checkpoint (--since)"
            : "grown from the checkpoint of %d entries".formatted(earlier.size()));
  }
}
