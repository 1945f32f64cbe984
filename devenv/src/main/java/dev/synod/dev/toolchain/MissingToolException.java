package dev.synod.dev.toolchain;

import java.io.IOException;

/** A program that must be installed by the user is not there. */
public final class MissingToolException extends IOException {

  private static final long serialVersionUID = 1;

  MissingToolException(String program, String remedy, Throwable cause) {
    super("The program '%s' is missing: it %s".formatted(program, remedy), cause);
  }
}
