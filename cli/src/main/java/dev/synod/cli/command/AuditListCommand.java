package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Searches the audit trail. */
@Command(
    name = "list",
    description = {
      "Lists entries of the audit trail, the newest first. What it shows is searched in the index;",
      "'audit export' writes what can be verified."
    },
    mixinStandardHelpOptions = true)
final class AuditListCommand extends ApiCommand {
  @Option(
      names = "--in",
      paramLabel = "NAMESPACE",
      description = "Of this namespace only, which an auditor of that namespace may ask for.")
  private @Nullable String namespace;

  @Option(names = "--from", paramLabel = "TIME", description = "From this time on, RFC 3339.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time, RFC 3339.")
  private @Nullable String to;

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = "By this subject only, such as person:ada.")
  private @Nullable String subject;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Of this action only, such as state.write or state.*.")
  private @Nullable String action;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "With this outcome only: applied, or the code of a refusal.")
  private @Nullable String outcome;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many entries, 1 to 5000; ${DEFAULT-VALUE} where not given.")
  private int limit = 100;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    JsonNode page = api().get(path());
    if (!isTable()) {
      print(page.path("items"));
      return Exit.OK;
    }
    var table = new Table("ENTRY", "TIME", "SUBJECT", "ACTION", "SCOPE", "OUTCOME");
    for (JsonNode entry : page.path("items")) {
      table.row(
          text(entry, "entry"),
          text(entry, "time"),
          text(entry, "subject"),
          text(entry, "action"),
          scope(entry),
          text(entry, "outcome"));
    }
    print(table, "No entries.");
    String older = text(page, "next");
    if (!older.isEmpty()) {
      terminal()
          .err()
          .printf("There are older ones than entry %s; narrow it, or give --limit.%n", older);
    }
    return Exit.OK;
  }

  private ApiPath path() throws CommandException {
    String of = namespace;
    ApiPath path =
        of == null
            ? ApiPath.of("audit", "entries")
            : ApiPath.of("namespaces", of, "audit", "entries");
    var wanted = new LinkedHashMap<String, @Nullable String>();
    wanted.put("from", from);
    wanted.put("to", to);
    wanted.put("subject", subject);
    wanted.put("action", action);
    wanted.put("outcome", outcome);
    wanted.put("limit", Integer.toString(limit));
    for (Map.Entry<String, @Nullable String> each : wanted.entrySet()) {
      String value = each.getValue();
      if (value != null) {
        path = path.query(each.getKey(), value);
      }
    }
    return path;
  }

  private static String scope(JsonNode entry) {
    String in = text(entry, "namespace");
    String group = text(entry, "group");
    if (in.isEmpty()) {
      return "*";
    }
    return group.isEmpty() ? in : in + "/" + group;
  }
}
