package dev.synod.sdk;

/**
 * A vote.
 *
 * @param option one of the proposal's options
 * @param reason for people, kept with the ballot
 */
public record Vote(String option, String reason) {
  public static Vote of(String option, String reason) {
    return new Vote(option, reason);
  }
}
