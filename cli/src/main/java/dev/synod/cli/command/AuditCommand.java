package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Proofs;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The audit trail. */
@Command(
    name = "audit",
    description = "Lists, exports and verifies the audit trail, and holds or erases its payloads.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AuditCommand.NewestCheckpoint.class,
      AuditListCommand.class,
      AuditCommand.Export.class,
      AuditDownloadCommand.class,
      AuditVerifyCommand.class,
      AuditHoldCommands.Erase.class,
      AuditHoldCommands.Place.class,
      AuditHoldCommands.Holds.class,
      AuditHoldCommands.Release.class
    })
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Expected checkpoint, list, export, download, verify, erase, hold, holds or release, but found nothing.");
  }

  /** Prints the newest checkpoint, verified. */
  @Command(
      name = "checkpoint",
      description = {
        "Prints a signed checkpoint over all that was logged so far. Keep it where the server's",
        "administrators can't change it: whoever rewrites history can't get around it."
      },
      mixinStandardHelpOptions = true)
  static final class NewestCheckpoint extends ApiCommand {
    @Option(
        names = "--key",
        paramLabel = "KEY",
        description =
            "Public key, or a file with keys; those that the server names where not given.")
    private List<String> keys = new ArrayList<>();

    @Option(
        names = "--since",
        paramLabel = "FILE",
        description = "An earlier checkpoint, from which the tree must have grown.")
    private @Nullable Path since;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      List<VerifierKey> known = keys.isEmpty() ? named() : AuditFiles.keys(keys);
      String note = api().text(ApiPath.of("audit", "checkpoint"));
      try {
        Checkpoint newest = Checkpoint.verified(note, known);
        Path file = since;
        if (file != null) {
          expectGrown(Checkpoint.verified(AuditFiles.text(file), known), newest);
        }
      } catch (NoteException e) {
        throw new CommandException(Exit.FAILED, String.valueOf(e.getMessage()), e);
      }
      terminal().out().print(note);
      if (keys.isEmpty()) {
        terminal()
            .err()
            .println("Verified with the key that the server names; give another's by --key.");
      }
      return Exit.OK;
    }

    private List<VerifierKey> named() throws CommandException, InterruptedException {
      var named = new ArrayList<String>();
      api().get(ApiPath.of("audit", "keys")).path("keys").forEach(key -> named.add(key.asText()));
      return AuditFiles.parsed(named);
    }

    private void expectGrown(Checkpoint earlier, Checkpoint newest)
        throws CommandException, InterruptedException {
      if (earlier.size() > newest.size()) {
        throw new CommandException(
            Exit.FAILED,
            "Expected at least the %d entries of the earlier checkpoint, but the server has %d: entries were taken away."
                .formatted(earlier.size(), newest.size()));
      }
      JsonNode proof =
          api()
              .get(
                  ApiPath.of("audit", "consistency")
                      .query("from", Long.toString(earlier.size()))
                      .query("to", Long.toString(newest.size())));
      if (!Proofs.isConsistent(
          earlier.size(), earlier.root(), newest.size(), newest.root(), hashes(proof))) {
        throw new CommandException(
            Exit.FAILED,
            "Expected a tree that grew from the earlier checkpoint of %d entries, but the server's did not: history was rewritten."
                .formatted(earlier.size()));
      }
    }

    private static List<Hash> hashes(JsonNode proof) throws CommandException {
      try {
        var hashes = new ArrayList<Hash>();
        proof.path("path").forEach(hash -> hashes.add(Hash.ofBase64(hash.asText())));
        return hashes;
      } catch (IllegalArgumentException e) {
        throw new CommandException(
            Exit.FAILED, "Expected hashes in a proof, but found something else.", e);
      }
    }
  }

  /** Writes a report. */
  @Command(
      name = "export",
      description = {
        "Writes a report into a new directory: entries as JSON lines and as CSV, a signed manifest,",
        "and a checkpoint. 'audit verify' checks it without a server."
      },
      mixinStandardHelpOptions = true)
  static final class Export extends ApiCommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "Where the report goes.")
    private Path directory;

    @Option(names = "--from", paramLabel = "TIME", description = "From this time on, RFC 3339.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Up to this time, RFC 3339.")
    private @Nullable String to;

    @Option(
        names = "--in",
        split = ",",
        paramLabel = "NAMESPACE",
        description =
            "Of these namespaces only; of a single one also for an auditor of that namespace.")
    private List<String> namespaces = new ArrayList<>();

    @Option(
        names = "--groups",
        split = ",",
        paramLabel = "GROUP",
        description = "Of these groups only.")
    private List<String> groups = new ArrayList<>();

    @Option(
        names = "--subjects",
        split = ",",
        paramLabel = "SUBJECT",
        description = "By these subjects only, such as person:ada.")
    private List<String> subjects = new ArrayList<>();

    @Option(
        names = "--actions",
        split = ",",
        paramLabel = "ACTION",
        description = "Of these actions only, such as state.write or state.*.")
    private List<String> actions = new ArrayList<>();

    @Option(
        names = "--outcomes",
        split = ",",
        paramLabel = "OUTCOME",
        description = "With these outcomes only: applied, or codes of refusals.")
    private List<String> outcomes = new ArrayList<>();

    @Option(names = "--payloads", description = "With what was asked for in full.")
    private boolean payloads;

    @Option(
        names = "--since",
        paramLabel = "FILE",
        description = "An earlier checkpoint that the report shall be held against.")
    private @Nullable Path since;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      AuditFiles.download(this, path(), wanted(), directory, "Try again, or a shorter period.");
      return Exit.OK;
    }

    /** Of one namespace alone an auditor of that namespace may export, too. */
    private ApiPath path() throws CommandException {
      ApiPath entries =
          namespaces.size() == 1
              ? ApiPath.of("namespaces", namespaces.getFirst(), "audit", "entries")
              : ApiPath.of("audit", "entries");
      return entries.verb("export");
    }

    private JsonNode wanted() throws CommandException {
      ObjectNode wanted = Api.json().createObjectNode();
      if (from != null) {
        wanted.put("from", from);
      }
      if (to != null) {
        wanted.put("to", to);
      }
      namespaces.forEach(wanted.putArray("namespaces")::add);
      groups.forEach(wanted.putArray("groups")::add);
      subjects.forEach(wanted.putArray("subjects")::add);
      actions.forEach(wanted.putArray("actions")::add);
      outcomes.forEach(wanted.putArray("outcomes")::add);
      wanted.put("payloads", payloads);
      Path file = since;
      if (file != null) {
        wanted.put("since", AuditFiles.claimed(file).size());
      }
      return wanted;
    }
  }
}
