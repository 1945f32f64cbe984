package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** How a replica with a new disk comes into a group: it begins one, or is taken into one. */
final class Joining {
  private static final Logger LOG = Logger.getLogger(Joining.class);
  private static final long PAUSE_MILLIS = 200;
  private static final int PAUSES_BETWEEN_WORDS = 50;

  private final Place self;
  private final List<Place> places;
  private final Function<Place, Optional<PeerStatus>> ask;

  /**
   * The way into a group.
   *
   * @param places all replicas, the one that begins a group first
   * @param ask how another replica is, or empty where it does not answer
   */
  Joining(Place self, List<Place> places, Function<Place, Optional<PeerStatus>> ask) {
    this.self = self;
    this.places = places;
    this.ask = ask;
  }

  /**
   * Waits until it is known whether there is a group. A new one is begun only by the first replica,
   * and only when every other one has answered that it has none: a group whose members do not
   * answer at the moment must not get a second beginning.
   *
   * @return whether this replica begins the group
   */
  boolean awaitBeginning() throws InterruptedException {
    for (int round = 0; ; round++) {
      List<Place> silent = places.stream().filter(place -> !place.equals(self)).toList();
      boolean isGroupThere = false;
      boolean isEverybodyThere = true;
      for (Place place : silent) {
        Optional<PeerStatus> status = ask.apply(place);
        isGroupThere |= status.isPresent() && status.get().getHasGroup();
        isEverybodyThere &= status.isPresent();
      }
      if (isGroupThere) {
        return false;
      }
      if (isEverybodyThere && self.equals(places.getFirst())) {
        return true;
      }
      if (round % PAUSES_BETWEEN_WORDS == 0) {
        LOG.infof(
            "The disk of %s is new: waiting for the replicas %s to tell whether there is a group",
            self.name(), silent.stream().map(Place::name).toList());
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Asks whoever leads to be taken in, until it is so.
   *
   * @param admission asks the replica at a place
   * @param isMember what this replica's log says of it
   */
  void awaitMembership(Consumer<Place> admission, BooleanSupplier isMember)
      throws InterruptedException {
    while (!isMember.getAsBoolean()) {
      places.stream()
          .filter(place -> !place.equals(self))
          .filter(place -> ask.apply(place).filter(PeerStatus::getLeads).isPresent())
          .findFirst()
          .ifPresent(admission);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    LOG.infof("%s is a member of the group", self.name());
  }
}
