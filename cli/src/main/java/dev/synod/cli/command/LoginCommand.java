package dev.synod.cli.command;

import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.connection.Login;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Logs somebody in. */
@Command(
    name = "login",
    description = {
      "Logs in, and keeps the tokens in ~/.config/synod/tokens.json, for its owner to read alone.",
      "The password comes from the login file, or is asked for."
    },
    mixinStandardHelpOptions = true)
final class LoginCommand extends ApiCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "USER",
      description = "Who; the first of the login file where not given.")
  private @Nullable String user;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    String who = user == null ? synod().user() : user;
    Login login = synod().connection(who).login();
    String name = login.user();
    login.login(name, login.knownPassword(name).orElseGet(() -> prompt(name)));
    terminal().out().printf("Logged in as %s.%n", name);
    return Exit.OK;
  }

  /** What is typed; empty where nobody can type, which the issuer refuses. */
  private static String prompt(String user) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("Password of %s: ", user))
        .map(String::new)
        .orElse("");
  }
}
