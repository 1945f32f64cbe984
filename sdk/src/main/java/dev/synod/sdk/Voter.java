package dev.synod.sdk;

import dev.synod.api.v1.Proposal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Votes on the proposals that a session is told of, once on each. */
final class Voter {
  private static final Logger LOG = LoggerFactory.getLogger(Voter.class);

  private final ProposalHandler handler;
  private final BiFunction<Proposal, Vote, Pending<Written>> cast;
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();

  Voter(ProposalHandler handler, BiFunction<Proposal, Vote, Pending<Written>> cast) {
    this.handler = handler;
    this.cast = cast;
  }

  void told(Proposal wire) {
    var proposal = Wire.proposal(wire);
    if (proposal.isDecided()) {
      seen.remove(proposal.id());
    } else if (seen.add(proposal.id())) {
      Thread.ofVirtual().name("synod-proposal-" + proposal.id()).start(() -> vote(wire, proposal));
    }
  }

  /** Open proposals will be told again. */
  void lost() {
    seen.clear();
  }

  private void vote(Proposal wire, dev.synod.sdk.Proposal proposal) {
    try {
      Vote vote = handler.vote(proposal);
      if (vote != null) {
        var _ = cast.apply(wire, vote).whenComplete((_, failure) -> answered(wire, failure));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("No vote was cast on proposal {} ({}).", wire.getId(), wire.getDecision(), e);
    }
  }

  private static void answered(Proposal wire, @Nullable Throwable failure) {
    if (failure instanceof SynodException refused) {
      if (refused.is(Refusals.ALREADY_VOTED) || refused.is("ballot-closed")) {
        LOG.debug("The vote on proposal {} was not needed: {}", wire.getId(), refused.getMessage());
      } else {
        LOG.warn("The vote on proposal {} was refused: {}", wire.getId(), refused.getMessage());
      }
    }
  }
}
