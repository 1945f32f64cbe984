package dev.synod.cli.command;

import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads what was made for an AuditReport. */
@Command(
    name = "download",
    description = {
      "Writes a report that was made for an AuditReport into a new directory, which",
      "'audit verify' checks without a server."
    },
    mixinStandardHelpOptions = true)
final class AuditDownloadCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the AuditReport.")
  private String name;

  @Parameters(index = "1", paramLabel = "DIR", description = "Where the report goes.")
  private Path directory;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "That of the period which begins then; the newest where not given.")
  private @Nullable String from;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    AuditFiles.expectNew(directory);
    ApiPath path = inNamespace("audit", "reports", name).verb("download");
    String begin = from;
    if (begin != null) {
      path = path.query("from", begin);
    }
    try (InputStream report = api().download(path, Api.json().createObjectNode())) {
      AuditFiles.unpack(report, directory);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILED,
          "Expected a whole report, but the server ended it early (%s); what is in %s is not one. Try again."
              .formatted(e.getMessage(), directory),
          e);
    }
    terminal()
        .out()
        .printf(
            "report in %s%nCheck it with: kubectl synod audit verify %s --key KEY%n",
            directory, directory);
    return Exit.OK;
  }
}
