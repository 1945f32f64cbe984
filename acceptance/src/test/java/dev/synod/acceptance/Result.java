package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command printed and how it ended. */
record Result(String command, int exit, String out, String err) {
  /** This result, which must be a success. */
  Result succeeded() {
    assertThat(exit).as("%s%n%s%n%s", command, out, err).isZero();
    return this;
  }

  /** Both outputs. */
  String all() {
    return out + err;
  }
}
