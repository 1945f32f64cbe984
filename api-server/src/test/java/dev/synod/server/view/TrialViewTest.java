package dev.synod.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.governance.Decision;
import dev.synod.server.governance.Trials;
import dev.synod.server.projection.DecisionRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialViewTest {
  private static final Decision.Reason REASON = new Decision.Reason("rule", "because");

  @Test
  void shouldTellWhatWouldBeOtherwiseInBothDirections() {
    List<DecisionRow> rows = List.of(row("a", true), row("b", false), row("c", true));

    TrialView view = TrialView.of(5, rows, List.of(told(false), told(true), told(true)), "");

    var last = view.last();
    assertThat(last).isNotNull();
    assertThat(last.examined()).isEqualTo(5);
    assertThat(last.undecidable()).isEqualTo(2);
    assertThat(last.same()).isEqualTo(1);
    assertThat(last.changed()).extracting(TrialView.Changed::decision).containsExactly("a", "b");
    assertThat(last.changed()).extracting(TrialView.Changed::allowed).containsExactly(false, true);
    assertThat(last.changed().getFirst().reasons()).containsExactly(REASON);
  }

  @Test
  void shouldNotTakeForTheSameWhatTheDraftCouldNotBeAsked() {
    List<DecisionRow> rows = List.of(row("a", true), row("b", true));

    TrialView view =
        TrialView.of(
            2,
            rows,
            List.of(told(true, List.of("review/draft")), told(true, List.of("review/other"))),
            "review/draft");

    var last = view.last();
    assertThat(last).isNotNull();
    assertThat(last.undecidable()).isEqualTo(1);
    assertThat(last.same()).isEqualTo(1);
  }

  @Test
  void shouldAskAgainOnlyWhatWasKeptAsAWholeAndDecidedByAPolicy() {
    DecisionRow masked = row("a", true);
    masked.masked = "[\"subject.groups\"]";
    DecisionRow byRoleAlone = row("b", false);
    byRoleAlone.policyRevision = 0;

    assertThat(TrialView.isWhole(row("c", true))).isTrue();
    assertThat(TrialView.isWhole(masked)).isFalse();
    assertThat(TrialView.isWhole(byRoleAlone)).isFalse();
  }

  @Test
  void shouldReadTheRolesThatADecisionSawAsFarAsTheyWereKept() {
    DecisionRow whole = row("a", true);
    whole.input = "{\"subject\":{\"roles\":[\"editor\",\"viewer:review\"]}}";
    DecisionRow masked = row("b", true);
    masked.input = "{\"subject\":{}}";
    DecisionRow leftOut = row("c", true);
    leftOut.input = "\"left out: 20000 characters\"";

    assertThat(TrialView.roles(whole)).containsExactly("editor", "viewer:review");
    assertThat(TrialView.roles(masked)).isEmpty();
    assertThat(TrialView.roles(leftOut)).isEmpty();
  }

  private static DecisionRow row(String id, boolean allowed) {
    var row = new DecisionRow();
    row.id = id;
    row.allowed = allowed;
    row.policyRevision = 1;
    return row;
  }

  private static Trials.Told told(boolean allowed) {
    return told(allowed, List.of());
  }

  private static Trials.Told told(boolean allowed, List<String> notAsked) {
    return new Trials.Told(allowed, List.of(REASON), List.of(), "digest", notAsked);
  }
}
