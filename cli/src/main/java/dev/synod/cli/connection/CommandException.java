package dev.synod.cli.connection;

import org.jspecify.annotations.Nullable;

/** A command can't be done. The message is for a person: expected, found, what to do. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a command ended; scripts tell by the number. */
  public enum Exit {
    /** Done. */
    OK(0),
    /** Refused, or ended badly. */
    FAILED(1),
    /** Not asked in a way that can be understood. */
    USAGE(2),
    /** The server, the issuer of tokens or Kubernetes can't be reached. */
    UNREACHABLE(3),
    /** Not logged in, or not allowed. */
    DENIED(4);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    /** The process's exit code. */
    public int code() {
      return code;
    }
  }

  private final Exit exit;

  public CommandException(Exit exit, String message) {
    this(exit, message, null);
  }

  public CommandException(Exit exit, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  public Exit exit() {
    return exit;
  }
}
