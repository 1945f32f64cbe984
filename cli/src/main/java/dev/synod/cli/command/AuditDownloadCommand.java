package dev.synod.cli.command;

import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
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
    ApiPath path = inNamespace("audit", "reports", name).verb("download");
    String begin = from;
    if (begin != null) {
      path = path.query("from", begin);
    }
    AuditFiles.download(this, path, Api.json().createObjectNode(), directory, "Try again.");
    return Exit.OK;
  }
}
