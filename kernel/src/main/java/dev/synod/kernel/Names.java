package dev.synod.kernel;

import org.jspecify.annotations.Nullable;

/** Checks names whose shape the kernel itself relies on; Kubernetes asks for more. */
public final class Names {
  private Names() {}

  /** Refuses a name that is empty, too long, or holds a separator of ids. */
  public static @Nullable Rejection check(String what, String name) {
    boolean fits =
        !name.isEmpty()
            && name.length() <= Limits.NAME_LENGTH_MAX
            && name.indexOf('|') < 0
            && name.indexOf('/') < 0;
    return fits
        ? null
        : new Rejection(
            Code.INVALID_ARGUMENT,
            "Expected a name of a %s of 1 to %d characters without '|' and '/', but found '%s'."
                .formatted(what, Limits.NAME_LENGTH_MAX, name));
  }
}
