package dev.synod.kernel.level;

/** State or log of a newer version, behind which this one can't go on without diverging. */
public final class UnknownLevelException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public UnknownLevelException(int found, int known) {
    super(
        "Expected kernel level %d at most, but found %d: it was written by a newer version; run that version, or restore a backup from before the level was raised."
            .formatted(known, found));
  }
}
