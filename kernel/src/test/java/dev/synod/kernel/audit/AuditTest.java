package dev.synod.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.audit.AuditCommand.AnnounceKeys;
import dev.synod.kernel.audit.AuditCommand.EndRetention;
import dev.synod.kernel.audit.AuditCommand.ErasePayload;
import dev.synod.kernel.audit.AuditCommand.Period;
import dev.synod.kernel.audit.AuditCommand.PlaceHold;
import dev.synod.kernel.audit.AuditCommand.RecordReport;
import dev.synod.kernel.audit.AuditCommand.ReleaseHold;
import dev.synod.kernel.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final String CASE = "case-7";
  private final Scenario scenario = new Scenario();

  private static ErasePayload erase(long entry, String namespace, long at) {
    return new ErasePayload(entry, namespace, at, "asked for by its owner");
  }

  private void hold(String name, String namespace, long from, long to) {
    scenario.done(Scenario.ANN, new PlaceHold(name, namespace, from, to, "court"));
  }

  @Test
  void shouldTellWhoErasedWhatAndWhy() {
    scenario.done(Scenario.ANN, erase(0, "shop", 5));

    assertThat(scenario.outcomes().getFirst().events().getFirst().event())
        .isEqualTo(new AuditEvent.PayloadErased(0, Scenario.ANN, "asked for by its owner"));
  }

  @Test
  void shouldEraseOnlyEntriesThatThereAre() {
    long entries = scenario.state().audit().size();

    assertThat(scenario.refused(Scenario.ANN, erase(entries + 10, "shop", 5)).code())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(scenario.refused(Scenario.ANN, erase(-1, "shop", 5)).code())
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void shouldEraseNothingThatIsHeldUntilTheHoldIsReleased() {
    hold(CASE, "shop", 10, 20);

    Rejection held = scenario.refused(Scenario.ANN, erase(0, "shop", 10));

    assertThat(held.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(held.message()).contains("[case-7]");
    scenario.done(Scenario.ANN, erase(0, "shop", 9));
    scenario.done(Scenario.ANN, erase(0, "shop", 20));
    scenario.done(Scenario.ANN, erase(0, "bank", 10));
    scenario.done(Scenario.ANN, new ReleaseHold(CASE, "settled"));
    scenario.done(Scenario.ANN, erase(0, "shop", 10));
  }

  @Test
  void shouldHoldEverythingWhereNoNamespaceIsNamed() {
    hold(CASE, "", 0, 100);

    assertThat(scenario.refused(Scenario.ANN, erase(0, "bank", 50)).code())
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(scenario.refused(Scenario.ANN, erase(0, "", 50)).code())
        .isEqualTo(Code.FAILED_PRECONDITION);
  }

  @Test
  void shouldRefuseAHoldThatIsNone() {
    hold(CASE, "shop", 10, 20);

    assertThat(code(new PlaceHold(CASE, "shop", 1, 2, "r"))).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(
            scenario.refused(Scenario.ANN, new PlaceHold("x", "shop", 2000, 2000, "r")).message())
        .endsWith("found 4 characters, 1970-01-01T00:00:02Z to 1970-01-01T00:00:02Z.");
    assertThat(code(new PlaceHold("x", "shop", 1, 2, " "))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(new PlaceHold("", "shop", 1, 2, "r"))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(new ReleaseHold("x", "r"))).isEqualTo(Code.NOT_FOUND);
    assertThat(code(new ReleaseHold(CASE, ""))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(new ErasePayload(0, "shop", 5, "x".repeat(Limits.TEXT_LENGTH_MAX + 1))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldBoundTheHoldsInForce() {
    for (int i = 0; i < Limits.HOLDS_MAX; i++) {
      hold("h" + i, "shop", 10, 20);
    }

    assertThat(code(new PlaceHold("more", "shop", 10, 20, "r"))).isEqualTo(Code.LIMIT_EXCEEDED);
  }

  @Test
  void shouldEndTheRetentionOfThePastOnly() {
    Reply past = scenario.apply(Origin.system(), new EndRetention(scenario.nowMillis()));
    Reply future = scenario.apply(Origin.system(), new EndRetention(scenario.nowMillis() + 1));

    assertThat(past).isInstanceOf(Reply.Applied.class);
    assertThat(Scenario.code(future)).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldTellForWhomAReportIsMade() {
    String digest = "d".repeat(44);
    scenario.done(Scenario.ANN, report(List.of("namespace=shop"), 3, digest));

    assertThat(scenario.outcomes().getFirst().events().getFirst().event())
        .isEqualTo(new AuditEvent.ReportRecorded(Scenario.ANN, 3, 9, digest));
    scenario.done(Scenario.ANN, report(List.of(), 3, ""));
  }

  @Test
  void shouldRefuseAReportThatIsNone() {
    assertThat(code(report(List.of(), 9, ""))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(report(List.of(), -1, ""))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(report(List.of(), 3, "short"))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(code(report(List.of("x".repeat(Limits.AUDIT_SELECTION_CHARACTERS_MAX + 1)), 3, "")))
        .isEqualTo(Code.LIMIT_EXCEEDED);
  }

  private static RecordReport report(List<String> filters, long first, String manifest) {
    return new RecordReport("", new Period("", ""), filters, first, 9, false, manifest);
  }

  @Test
  void shouldTellOfANamespacesReportInItsScope() {
    var report = new RecordReport("shop", new Period("", ""), List.of(), 3, 9, false, "");
    String overlong = "n".repeat(Limits.NAME_LENGTH_MAX + 1);

    assertThat(report.scope()).isEqualTo(Scope.of("shop"));
    assertThat(report(List.of(), 3, "").scope()).isEqualTo(Scope.CLUSTER);
    assertThat(code(new RecordReport(overlong, new Period("", ""), List.of(), 3, 9, false, "")))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldTellWhichKeysSign() {
    scenario.apply(Origin.system(), new AnnounceKeys(List.of("a", "b")));

    assertThat(scenario.outcomes().getFirst().events().getFirst().event())
        .isEqualTo(new AuditEvent.KeysAnnounced(List.of("a", "b")));
    assertThat(Scenario.code(scenario.apply(Origin.system(), new AnnounceKeys(List.of()))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldKeepTheDigestOfAStateThatHoldsNothing() {
    long before = scenario.state().digest();
    long audit = scenario.state().audit().size();
    var held =
        scenario
            .state()
            .withHolds(
                scenario.state().holds().put(CASE, new Hold(CASE, "", 0, 1, "r", Scenario.ANN)));

    assertThat(held.digest()).isNotEqualTo(before);
    assertThat(held.withHolds(held.holds().remove(CASE)).digest()).isEqualTo(before);
    assertThat(held.audit().size()).isEqualTo(audit);
  }

  private Code code(AuditCommand command) {
    return scenario.refused(Scenario.ANN, command).code();
  }
}
