package dev.synod.dev.command;

/** A command could not do what it was asked for; the message says what was found and what to do. */
final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
