package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What policies would decide. */
@Command(
    name = "try",
    description =
        "Tells what the policies in force, or a draft beside them, would decide on a question or would"
            + " have decided on the last decisions. Nothing follows from it. Fails where the"
            + " question is denied.",
    mixinStandardHelpOptions = true)
final class PolicyTryCommand extends ApiCommand {
  private static final int FILE_BYTES_MAX = 512 * 1024;

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = "Who asks, such as person:ada or agent:review/lead.")
  private @Nullable String subject;

  @Option(
      names = "--roles",
      paramLabel = "ROLE",
      split = ",",
      description =
          "Roles of the person or service; those that its latest decision saw where not given.")
  private @Nullable List<String> roles;

  @Option(names = "--action", paramLabel = "ACTION", description = "Such as state.write.")
  private @Nullable String action;

  @Option(
      names = "--resource",
      paramLabel = "NAMESPACE[/GROUP]",
      description = "Where; the namespace and group of -n and -g where not given.")
  private @Nullable String resource;

  @Option(
      names = "--content",
      paramLabel = "JSON",
      description =
          "What is asked for, as policies see it in input.resource: JSON, @FILE, or - for standard input."
              + " Policies that look at content are asked only where it is given.")
  private @Nullable String content;

  @Option(
      names = "--existing",
      paramLabel = "JSON",
      description =
          "What it would change, as policies see it in input.existing: JSON, @FILE, or -.")
  private @Nullable String existing;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "A GovernancePolicy that would be in force, in place of one of its name.")
  private @Nullable Path file;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Asks again what was decided the last N times in the namespace, at most 500.")
  private @Nullable Integer last;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    String place = resource == null ? place() : resource;
    int slash = place.indexOf('/');
    String namespace = slash < 0 ? place : place.substring(0, slash);
    ObjectNode body = Api.json().createObjectNode();
    if (last != null) {
      body.put("last", last);
    } else {
      question(body.putObject("question"), slash < 0 ? "" : place.substring(slash + 1));
    }
    if (file != null) {
      body.set("draft", draft(file));
    }
    JsonNode told = api().post(ApiPath.of("namespaces", namespace, "policies").verb("try"), body);
    if (!isTable()) {
      print(told);
    } else if (last != null) {
      tell(told.path("last"));
    } else {
      tell("in force", told.path("inForce"));
      tell("with " + file, told.path("draft"));
    }
    JsonNode said = told.path(file == null ? "inForce" : "draft");
    return said.path("allowed").asBoolean(true) ? Exit.OK : Exit.DENIED;
  }

  private String place() {
    String group = synod().group();
    return synod().namespace() + (group == null ? "" : "/" + group);
  }

  private void question(ObjectNode question, String group) throws CommandException {
    if (subject == null || action == null) {
      throw new CommandException(
          Exit.USAGE, "Expected --subject SUBJECT and --action ACTION, or --last N.");
    }
    question.put("subject", subject).put("action", action).put("group", group);
    if (roles != null) {
      roles.forEach(question.putArray("roles")::add);
    }
    if (content == null && existing != null) {
      throw new CommandException(Exit.USAGE, "Expected --existing beside --content.");
    }
    if (content != null) {
      question.set("resource", JsonArgument.read(content));
    }
    if (existing != null) {
      question.set("existing", JsonArgument.read(existing));
    }
  }

  private static ObjectNode draft(Path file) throws CommandException {
    try {
      JsonNode manifest = new YAMLMapper().readTree(LimitedText.read(file, FILE_BYTES_MAX));
      if (!manifest.path("kind").asText().equals("GovernancePolicy")) {
        throw new CommandException(
            Exit.USAGE,
            "Expected a GovernancePolicy in %s, but found '%s'."
                .formatted(file, manifest.path("kind").asText()));
      }
      ObjectNode draft = Api.json().createObjectNode();
      JsonNode metadata = manifest.path("metadata");
      if (metadata.has("namespace")) {
        draft.put("namespace", text(metadata, "namespace"));
      }
      draft.put("name", text(metadata, "name"));
      draft.set("spec", manifest.path("spec"));
      return draft;
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "Expected a manifest in %s, but: %s".formatted(file, e.getMessage()));
    }
  }

  private void tell(String by, JsonNode said) {
    if (said.isMissingNode()) {
      return;
    }
    terminal()
        .out()
        .println("%s: %s".formatted(by, said.path("allowed").asBoolean() ? "allowed" : "denied"));
    for (String word : List.of("reasons", "warnings")) {
      for (JsonNode reason : said.path(word)) {
        terminal()
            .out()
            .println(
                "  %s%s: %s"
                    .formatted(
                        word.equals("warnings") ? "warning of " : "",
                        text(reason, "rule"),
                        text(reason, "message")));
      }
    }
    tellNotAsked(said);
  }

  private void tellNotAsked(JsonNode said) {
    for (JsonNode policy : said.path("notAsked")) {
      terminal()
          .err()
          .println(
              "  %s looks at what is asked for, and was not asked: give --content"
                  .formatted(policy.asText()));
    }
  }

  private void tell(JsonNode found) {
    JsonNode changed = found.path("changed");
    terminal()
        .err()
        .println(
            "%s of the last %s decisions would be others, %s the same; %s can't be asked again, for not all that a policy looks at was kept."
                .formatted(
                    changed.size(),
                    text(found, "examined"),
                    text(found, "same"),
                    text(found, "undecidable")));
    var table = new Table("WOULD BE", "TIMES", "SUBJECT", "ACTION", "GROUP", "BECAUSE", "DECISION");
    for (JsonNode one : changed) {
      JsonNode reason = one.path("reasons").path(0);
      table.row(
          one.path("allowed").asBoolean() ? "allowed" : "denied",
          text(one, "count"),
          text(one, "subject"),
          text(one, "action"),
          text(one, "group"),
          text(reason, "rule") + ": " + text(reason, "message"),
          text(one, "decision"));
    }
    if (!table.isEmpty()) {
      terminal().out().print(table);
    }
  }
}
