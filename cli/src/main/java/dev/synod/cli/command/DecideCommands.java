package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person decides. */
final class DecideCommands {
  private DecideCommands() {}

  /**
   * What is decided.
   *
   * @param id of an approval; empty where a run is named
   * @param run that asks for one; null where the approval is named
   */
  record Subject(String id, @Nullable RunName run) {}

  /** For the command line. */
  static final class SubjectConverter implements ITypeConverter<Subject> {
    @Override
    public Subject convert(String text) {
      return text.matches("\\d+") ? new Subject(text, null) : new Subject("", RunName.parse(text));
    }
  }

  /** Says yes. */
  @Command(
      name = "approve",
      description = "Approves what a run asks a person for.",
      mixinStandardHelpOptions = true)
  static final class Approve extends Decide {
    @Override
    String verb() {
      return "approve";
    }
  }

  /** Says no. */
  @Command(
      name = "reject",
      description = "Rejects what a run asks a person for.",
      mixinStandardHelpOptions = true)
  static final class Reject extends Decide {
    @Override
    String verb() {
      return "reject";
    }
  }

  /** Says one or the other. */
  abstract static class Decide extends ApiCommand {
    @Parameters(
        index = "0",
        paramLabel = "RUN|ID",
        converter = SubjectConverter.class,
        description = "The run that asks, or the approval's number.")
    private Subject subject;

    @Option(
        names = {"-m", "--comment"},
        paramLabel = "TEXT",
        defaultValue = "",
        description = "Why; kept with the decision.")
    private String comment;

    abstract String verb();

    @Override
    Exit ask() throws CommandException, InterruptedException {
      RunName run = subject.run();
      String id = run == null ? subject.id() : pendingOf(run.name());
      JsonNode body = Api.json().createObjectNode().put("comment", comment);
      JsonNode settled = api().post(inNamespace("approvals", id).verb(verb()), body);
      if (isTable()) {
        terminal()
            .out()
            .printf(
                "approval %s of run/%s: %s by %s%n",
                id,
                text(settled, "run"),
                text(settled, "status").toLowerCase(java.util.Locale.ROOT),
                text(settled, "decidedBy"));
      } else {
        print(settled);
      }
      return Exit.OK;
    }

    private String pendingOf(String run) throws CommandException, InterruptedException {
      List<String> pending =
          items(inNamespace("approvals")).stream()
              .filter(approval -> text(approval, "status").equals(ApprovalsCommand.PENDING))
              .filter(approval -> text(approval, "run").equals(run))
              .map(approval -> text(approval, "id"))
              .toList();
      if (pending.size() == 1) {
        return pending.getFirst();
      }
      throw new CommandException(
          pending.isEmpty() ? Exit.FAILED : Exit.USAGE,
          pending.isEmpty()
              ? "Expected a pending approval of run/%s in namespace %s, but found none. Ask: kubectl synod why run/%s"
                  .formatted(run, synod().namespace(), run)
              : "Expected one pending approval of run/%s, but found %s. Name one of them."
                  .formatted(run, pending));
    }
  }
}
