package dev.synod.server.projection;

import dev.synod.kernel.Recorded;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.value.Value;
import java.time.Instant;
import java.util.TreeMap;

/** Rows of proposals and ballots. */
final class ProposalHistory {
  private ProposalHistory() {}

  static void write(Recorded recorded, ProposalEvent event) {
    Instant at = Instant.ofEpochMilli(recorded.timeMillis());
    switch (event) {
      case ProposalEvent.ProposalOpened e -> opened(e, at);
      case ProposalEvent.BallotCast e -> {
        var row = new BallotRow();
        row.revision = recorded.revision();
        row.proposal = e.id();
        row.agent = e.agent();
        row.option = Texts.clean(e.option());
        row.reason = Texts.clean(e.reason());
        row.castAt = at;
        row.persist();
      }
      case ProposalEvent.ProposalDecided e -> {
        ProposalRow row = ProposalRow.findById(e.id());
        if (row != null) {
          row.outcome = e.outcome();
          row.reason = Texts.clean(e.reason());
          row.decidedAt = at;
        }
      }
      case ProposalEvent.ProposalForgotten _ -> {
        // History remembers.
      }
    }
  }

  private static void opened(ProposalEvent.ProposalOpened event, Instant at) {
    var electorate = new TreeMap<String, Value>();
    event.terms().electorate().forEach((agent, weight) -> electorate.put(agent, Value.of(weight)));
    var row = new ProposalRow();
    row.id = event.id();
    row.namespace = event.key().group().namespace();
    row.group = event.key().group().name();
    row.decision = Texts.clean(event.key().decision());
    row.instance = Texts.clean(event.key().instance());
    row.subject = event.terms().subject().json();
    row.electorate = Value.of(electorate).json();
    row.quorumPercent = event.terms().quorumPercent();
    row.openedAt = at;
    row.persist();
  }
}
