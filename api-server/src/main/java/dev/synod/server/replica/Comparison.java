package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Compares the digests of this replica's state with those of the other members. Where it is in the
 * minority it stops serving; where nobody has a majority, nobody can tell who is right, and it says
 * so.
 */
final class Comparison {
  private static final Logger LOG = Logger.getLogger(Comparison.class);

  private final Serving serving;
  private long disputedIndex;

  Comparison(Serving serving) {
    this.serving = serving;
  }

  /**
   * Compares.
   *
   * @param told what members tell, this one first
   */
  void compare(List<PeerStatus> told, List<LogStatus.Member> members) {
    PeerStatus own = told.getFirst();
    var digests = new Digests(told, members);
    digests.firstDifference(own).ifPresent(serving::diverged);
    digests.firstDispute(own).ifPresent(this::tellDispute);
  }

  private void tellDispute(long index) {
    if (index > disputedIndex) {
      disputedIndex = index;
      LOG.errorf(
          "Expected the replicas' states to agree after entry %d, but they differ and none has a majority: nobody can tell which is right, and all go on. See 'kubectl synod cluster status' and the runbook of a diverged replica.",
          index);
    }
  }
}
