package dev.synod.crds;

/** The API group of Synod's resources, and the bounds that all kinds share. */
public final class Synod {
  /** API group of every kind. */
  public static final String GROUP = "synod.dev";

  /** The one served version. */
  public static final String VERSION = "v1alpha1";

  /** Category under which {@code kubectl get synod} lists every kind. */
  public static final String CATEGORY = "synod";

  /** A DNS label, as in RFC 1123. */
  public static final String NAME_PATTERN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** Characters of a name. */
  public static final int NAME_LENGTH_MAX = 63;

  /** The rule that every kind has on its name. */
  public static final String NAME_RULE =
      "self.metadata.name.size() <= 63 && self.metadata.name.matches('" + NAME_PATTERN + "')";

  /** What the rule on names says when it is broken. */
  public static final String NAME_MESSAGE =
      "metadata.name must be at most 63 lower-case letters, digits and '-', starting and ending"
          + " with a letter or digit, without dots: it becomes a label and part of URLs";

  /** A sum of amounts with units, such as {@code 1h30m}. */
  public static final String DURATION_PATTERN = "^([0-9]{1,6}(ms|s|m|h)){1,4}$";

  /** Characters of a duration. */
  public static final int DURATION_LENGTH_MAX = 32;

  /** Largest whole number that JSON readers agree upon, 2^53 - 1. */
  public static final double INTEGER_MAX = 9007199254740991d;

  /** Characters of a message for people. */
  public static final int MESSAGE_LENGTH_MAX = 32768;

  private Synod() {}
}
