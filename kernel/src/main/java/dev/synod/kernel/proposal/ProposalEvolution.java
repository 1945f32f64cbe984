package dev.synod.kernel.proposal;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.time.Deadline;
import java.util.Collections;
import java.util.TreeMap;

/** How events change proposals. */
public final class ProposalEvolution {
  private ProposalEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, ProposalEvent event) {
    Proposals proposals = state.proposals();
    return switch (event) {
      case ProposalEvent.ProposalOpened e ->
          state
              .withProposals(
                  proposals.put(
                      new Proposal(
                          e.id(),
                          e.key(),
                          e.terms(),
                          Collections.emptySortedMap(),
                          ProposalStatus.OPEN,
                          "",
                          "",
                          e.waiter(),
                          0,
                          at.revision())))
              .arm(deadline(e.id(), e.terms()));
      case ProposalEvent.BallotCast e -> {
        Proposal p = proposals.table().require(e.id());
        var ballots = new TreeMap<>(p.ballots());
        ballots.put(e.agent(), new Ballot(e.option(), e.reason(), at.timeMillis()));
        yield state.withProposals(
            proposals.put(
                new Proposal(
                    p.id(),
                    p.key(),
                    p.terms(),
                    Collections.unmodifiableSortedMap(ballots),
                    p.status(),
                    p.outcome(),
                    p.reason(),
                    p.waiter(),
                    0,
                    at.revision())));
      }
      case ProposalEvent.ProposalDecided e -> decided(state, at, e);
      case ProposalEvent.ProposalForgotten e -> {
        Proposal p = proposals.table().require(e.id());
        yield state
            .withProposals(proposals.forget(e.id()))
            .disarm(
                p.status() == ProposalStatus.OPEN
                    ? deadline(p.id(), p.terms())
                    : retention(p.id(), p.decidedAtMillis()));
      }
    };
  }

  private static KernelState decided(
      KernelState state, Recorded at, ProposalEvent.ProposalDecided event) {
    Proposal p = state.proposals().table().require(event.id());
    if (!p.status().next().contains(ProposalStatus.DECIDED)) {
      throw new IllegalStateException("Expected an open proposal, but found " + p.status());
    }
    return state
        .withProposals(
            state
                .proposals()
                .put(
                    new Proposal(
                        p.id(),
                        p.key(),
                        p.terms(),
                        p.ballots(),
                        ProposalStatus.DECIDED,
                        event.outcome(),
                        event.reason(),
                        p.waiter(),
                        at.timeMillis(),
                        at.revision())))
        .disarm(deadline(p.id(), p.terms()))
        .arm(retention(p.id(), at.timeMillis()));
  }

  private static Deadline retention(long id, long decidedAtMillis) {
    return new Deadline(
        decidedAtMillis + Limits.FINISHED_RUN_MILLIS,
        Deadline.Kind.PROPOSAL_RETENTION,
        Long.toString(id));
  }

  private static Deadline deadline(long id, Proposal.Terms terms) {
    return new Deadline(terms.deadlineMillis(), Deadline.Kind.PROPOSAL, Long.toString(id));
  }
}
