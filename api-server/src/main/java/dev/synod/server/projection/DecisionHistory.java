package dev.synod.server.projection;

import dev.synod.kernel.governance.Because;
import dev.synod.kernel.governance.GovernanceEvent.DecisionsRecorded;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows of decisions. Those whose time is over go while others come. */
final class DecisionHistory {
  /** For how long decisions are kept. */
  static final Duration KEPT = Duration.ofDays(90);

  /** Rows that go with one record that comes. */
  private static final int DELETED_MAX = 1_000;

  private DecisionHistory() {}

  /** Writes what was recorded at a place of the log. */
  static void write(DecisionsRecorded event, DenialRow.Place place, Instant at) {
    for (RecordedDecision decision : event.decisions()) {
      if (DecisionRow.findById(decision.id()) == null) {
        row(decision, place.logIndex()).persist();
      }
    }
    if (event.dropped() > 0) {
      var dropped = new DecisionDroppedRow();
      dropped.place = place;
      dropped.count = event.dropped();
      dropped.loggedAt = at;
      dropped.persist();
    }
    DecisionRow.getEntityManager()
        .createNativeQuery(
            "delete from decision where id in (select id from decision where last_at < ?1 limit ?2)")
        .setParameter(1, at.minus(KEPT))
        .setParameter(2, DELETED_MAX)
        .executeUpdate();
    // By the log's order, which is that of time, and has an index.
    DecisionDroppedRow.getEntityManager()
        .createNativeQuery(
            "delete from decision_dropped where (log_index, place) in (select log_index, place from (select * from decision_dropped order by log_index, place limit ?2) oldest where logged_at < ?1)")
        .setParameter(1, at.minus(KEPT))
        .setParameter(2, DELETED_MAX)
        .executeUpdate();
  }

  private static DecisionRow row(RecordedDecision decision, long logIndex) {
    var question = decision.question();
    var answer = decision.answer();
    var row = new DecisionRow();
    row.id = Texts.clean(decision.id());
    row.allowed = decision.allowed();
    row.count = decision.count();
    row.firstAt = Instant.ofEpochMilli(decision.firstMillis());
    row.lastAt = Instant.ofEpochMilli(decision.lastMillis());
    row.subject = Texts.clean(question.subject());
    row.action = Texts.clean(question.action());
    row.namespace = Texts.clean(question.scope().namespace());
    row.group = Texts.clean(question.scope().group());
    row.input = question.input().json();
    row.masked = Value.of(question.masked().stream().<Value>map(Value::of).toList()).json();
    row.reasons = reasons(answer.reasons());
    row.warnings = reasons(answer.warnings());
    row.policyRevision = answer.policyRevision();
    row.policyDigest = Texts.clean(answer.digest());
    row.logIndex = logIndex;
    return row;
  }

  private static String reasons(List<Because> reasons) {
    return Value.of(
            reasons.stream()
                .<Value>map(
                    because ->
                        Value.of(
                            Map.of(
                                "rule", Value.of(because.rule()),
                                "message", Value.of(because.message()),
                                "file", Value.of(because.file()),
                                "line", Value.of(because.line()),
                                "source", Value.of(because.source()))))
                .toList())
        .json();
  }
}
