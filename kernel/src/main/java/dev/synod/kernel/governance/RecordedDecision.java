package dev.synod.kernel.governance;

import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Value;
import java.util.List;

/**
 * A decision of governance: an allowance at the moment its permit was logged, or a denial. Denials
 * of one rule to one subject, action and scope within a second are one, with their count.
 *
 * @param count times that the question was answered so, between the two times
 * @param firstMillis by the clock of the replica that decided, Unix milliseconds
 */
public record RecordedDecision(
    String id,
    boolean allowed,
    long count,
    long firstMillis,
    long lastMillis,
    Question question,
    Answer answer) {

  /**
   * What was asked.
   *
   * @param input as policy saw it, without what is masked
   * @param masked what the input lacks, as paths such as {@code resource.value}
   */
  public record Question(
      String subject, String action, Scope scope, Value input, List<String> masked) {}

  /**
   * What was answered, and by what.
   *
   * @param policyRevision in force; 0 where no policy was asked
   * @param digest of the bundle that answered; empty where none was asked
   */
  public record Answer(
      List<Because> reasons, List<Because> warnings, long policyRevision, String digest) {}
}
