package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Value;
import dev.synod.server.governance.Decision;
import dev.synod.server.governance.Trials;
import dev.synod.server.projection.DecisionRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies would decide.
 *
 * @param question that was asked, where it was one
 * @param inForce what the policies in force say to it
 * @param draft what they and the draft say to it
 * @param last what became of the last decisions, where these were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrialView(
    @Nullable Value question, @Nullable Said inForce, @Nullable Said draft, @Nullable Last last) {

  /**
   * What is said to a question.
   *
   * @param notAsked policies that look at content, where the question has none
   */
  public record Said(
      boolean allowed,
      List<Decision.Reason> reasons,
      List<Decision.Reason> warnings,
      String digest,
      List<String> notAsked) {
    private static Said of(Trials.Told told) {
      return new Said(
          told.allowed(), told.reasons(), told.warnings(), told.digest(), told.notAsked());
    }
  }

  /**
   * What became of decisions that were made before.
   *
   * @param examined that were found
   * @param undecidable of these, because what policy saw was not kept as a whole, or the draft
   *     looks at content that no policy looked at then
   * @param same that would be decided as they were
   * @param changed that would be decided otherwise, the latest first
   */
  public record Last(int examined, int undecidable, int same, List<Changed> changed) {}

  /**
   * A decision that would be another.
   *
   * @param decision its id
   * @param count times that it was made
   * @param allowed what it would be
   */
  public record Changed(
      String decision,
      String at,
      long count,
      String subject,
      String action,
      String group,
      boolean allowed,
      List<Decision.Reason> reasons) {}

  /** One question, and what is said to it. */
  public static TrialView of(
      Trials.Asked question, Trials.Told inForce, Trials.@Nullable Told draft) {
    return new TrialView(
        question.input(), Said.of(inForce), draft == null ? null : Said.of(draft), null);
  }

  /**
   * What became of decisions.
   *
   * @param rows those that could be asked again
   * @param told what is said to each of them now
   * @param draft name of the draft, empty where there is none
   */
  public static TrialView of(
      int examined, List<DecisionRow> rows, List<Trials.Told> told, String draft) {
    var changed = new ArrayList<Changed>();
    int decided = 0;
    for (int i = 0; i < rows.size(); i++) {
      DecisionRow row = rows.get(i);
      if (told.get(i).notAsked().contains(draft)) {
        continue;
      }
      decided++;
      if (row.allowed != told.get(i).allowed()) {
        changed.add(
            new Changed(
                row.id,
                row.lastAt.toString(),
                row.count,
                row.subject,
                row.action,
                row.group,
                told.get(i).allowed(),
                told.get(i).reasons()));
      }
    }
    return new TrialView(
        null,
        null,
        null,
        new Last(examined, examined - decided, decided - changed.size(), List.copyOf(changed)));
  }

  /** Whether what policy saw was kept as a whole, and a policy was asked at all. */
  public static boolean isWhole(DecisionRow row) {
    return row.masked.equals("[]") && row.policyRevision > 0;
  }

  /** The question that a decision answered. */
  public static Trials.Asked question(DecisionRow row) {
    return new Trials.Asked(
        row.action, new Scope(row.namespace, row.group), Value.parse(row.input));
  }

  /** The roles that a decision saw, as far as they were kept. */
  public static List<String> roles(DecisionRow row) {
    var roles = new ArrayList<String>();
    if (Value.parse(row.input) instanceof Value.Obj input
        && input.get("subject") instanceof Value.Obj subject
        && subject.get("roles") instanceof Value.Arr found) {
      for (Value role : found.items()) {
        if (role instanceof Value.Str(String word)) {
          roles.add(word);
        }
      }
    }
    return roles;
  }
}
