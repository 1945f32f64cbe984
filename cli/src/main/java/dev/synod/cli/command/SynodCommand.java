package dev.synod.cli.command;

import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.Connection;
import dev.synod.cli.connection.Environment;
import dev.synod.cli.connection.Login;
import dev.synod.cli.output.Ages;
import dev.synod.cli.output.Format;
import dev.synod.cli.output.Terminal;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as a whole, with the options that all commands know. */
@Command(
    name = "kubectl synod",
    description = "Shows and moves what Synod coordinates.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatusCommand.class,
      AgentsCommand.class,
      GroupsCommand.class,
      WorkflowsCommand.class,
      RunsCommand.class,
      RunCommand.class,
      WhyCommand.class,
      ApprovalsCommand.class,
      DecideCommands.Approve.class,
      DecideCommands.Reject.class,
      StateCommand.class,
      PolicyCommand.class,
      ClusterCommand.class,
      LogCommand.class,
      AuditCommand.class,
      LoginCommand.class,
      LogoutCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 not reachable, 4 not allowed.",
      "The server is found by --server or SYNOD_SERVER, the login file of ./dev"
          + " (SYNOD_LOGIN_FILE), or ConfigMap synod-system/synod-endpoints of the cluster in"
          + " KUBECONFIG."
    })
public final class SynodCommand implements Runnable {
  @Option(
      names = {"-n", "--namespace"},
      scope = ScopeType.INHERIT,
      paramLabel = "NAMESPACE",
      description = "Namespace; that of the kubeconfig's context where not given.")
  private @Nullable String namespace;

  @Option(
      names = {"-g", "--group"},
      scope = ScopeType.INHERIT,
      paramLabel = "GROUP",
      description = "Coordination group; the only one of the namespace where not given.")
  private @Nullable String group;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or yaml.")
  private Format format = Format.TABLE;

  @Option(
      names = "--as",
      scope = ScopeType.INHERIT,
      paramLabel = "USER",
      description = "Who asks: one of the login file, or one who has logged in.")
  private @Nullable String user;

  @Option(
      names = "--token-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The token of a service account (SYNOD_TOKEN_FILE).")
  private @Nullable String tokenFile;

  @Option(
      names = "--server",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "The API server (SYNOD_SERVER).")
  private @Nullable String server;

  @Option(
      names = "--ca-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Certificate authorities of the server, PEM (SYNOD_CA_FILE).")
  private @Nullable String authoritiesFile;

  @Spec private CommandSpec spec;

  private final Terminal terminal;
  private final Environment environment;
  private final InstantSource clock;
  private @Nullable Api api;

  public SynodCommand(Terminal terminal, Environment environment, InstantSource clock) {
    this.terminal = terminal;
    this.environment = environment;
    this.clock = clock;
  }

  /** The parser of the command line. */
  public CommandLine commandLine() {
    return new CommandLine(this)
        // @FILE is JSON in a file, and no file of arguments.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(terminal.outWriter())
        .setErr(terminal.errWriter())
        .setParameterExceptionHandler(new Failures(terminal))
        .setExecutionExceptionHandler(new Failures(terminal));
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Expected a command, but found none.");
  }

  Terminal terminal() {
    return terminal;
  }

  Format format() {
    return format;
  }

  InstantSource clock() {
    return clock;
  }

  Ages ages() {
    return new Ages(clock);
  }

  Environment environment() {
    return environment;
  }

  String namespace() {
    return namespace == null ? connection().namespace() : namespace;
  }

  @Nullable String group() {
    return group;
  }

  @Nullable String user() {
    return user;
  }

  Api api() throws CommandException {
    Api known = api;
    if (known == null) {
      known = connection().api().warning(text -> terminal.err().println("warning: " + text));
      api = known;
    }
    return known;
  }

  Connection connection() {
    return connection(user);
  }

  Connection connection(@Nullable String who) {
    return new Connection(
        environment, server, authoritiesFile, new Login.Who(who, tokenFile), clock);
  }
}
