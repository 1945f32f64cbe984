package dev.synod.cli.command;

import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.connection.Login;
import picocli.CommandLine.Command;

/** Logs somebody out. */
@Command(
    name = "logout",
    description = "Forgets the tokens of who is logged in, here and at the issuer.",
    mixinStandardHelpOptions = true)
final class LogoutCommand extends ApiCommand {
  @Override
  Exit ask() throws CommandException, InterruptedException {
    Login login = synod().connection().login();
    String name = login.user();
    login.logout();
    terminal().out().printf("Logged out %s.%n", name);
    return Exit.OK;
  }
}
