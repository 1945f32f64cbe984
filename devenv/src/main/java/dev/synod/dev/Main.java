package dev.synod.dev;

import dev.synod.dev.command.DevCommand;

/** Entry point of {@code ./dev}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(DevCommand.run(arguments));
  }
}
