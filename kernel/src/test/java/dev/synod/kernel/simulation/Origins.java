package dev.synod.kernel.simulation;

import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.quota.Quota;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.value.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives wishes an origin: a permit, and a number or a key. */
final class Origins {
  private record LaneOf(long session, String lane) {}

  private final World world;
  private final Dice dice;
  private final Map<String, Quota> quotas;
  private final Map<LaneOf, Long> lastNumbers = new HashMap<>();

  /**
   * Origins in a world.
   *
   * @param quotas of the permits for each action; nothing for none
   */
  Origins(World world, Map<String, Quota> quotas) {
    this.world = world;
    this.quotas = quotas;
    this.dice = world.dice;
  }

  /** Begins a batch. */
  void begin() {
    lastNumbers.clear();
  }

  Request system(Command command) {
    return new Request(Origin.system(), command, digest());
  }

  /** The wish with a permit in force, or null where its subject has none. */
  @Nullable Request permitted(Wish wish) {
    if (wish.subject().equals(Origin.SYSTEM)) {
      return system(wish.command());
    }
    long permit = permit(wish.subject(), wish.command());
    return permit == 0 ? null : request(wish, permit);
  }

  /** The wish with a permit that most likely doesn't fit. */
  Request unpermitted(Wish wish) {
    return wish.subject().equals(Origin.SYSTEM)
        ? system(wish.command())
        : request(wish, dice.chance(50) ? 0 : dice.between(0, 500));
  }

  /** Asks for the permit that the wish lacks. */
  Request grant(Wish wish) {
    Command command = wish.command();
    Scope scope = dice.chance(50) ? Scope.CLUSTER : command.scope();
    return system(
        new PermitCommand.GrantPermit(
            wish.subject(),
            command.action(),
            scope,
            world.state.permits().policyRevision() - (dice.chance(2) ? 1 : 0),
            PermitDecision.epoch(world.state, scope) + (dice.chance(2) ? 1 : 0),
            dice.chance(3) ? 0 : dice.pick(3_600_000L, 3_600_000L, 60_000L),
            "d",
            quotas.get(command.action())));
  }

  /** A permit for an action everywhere. */
  Request grant(String subject, String action) {
    return system(
        new PermitCommand.GrantPermit(
            subject,
            action,
            Scope.CLUSTER,
            world.state.permits().policyRevision(),
            0,
            3_600_000,
            "d",
            quotas.get(action)));
  }

  private long permit(String subject, Command command) {
    long found = 0;
    for (Permit permit : world.state.permits().table().values()) {
      if (permit.subject().equals(subject)
          && permit.action().equals(command.action())
          && (permit.scope().equals(Scope.CLUSTER) || permit.scope().equals(command.scope()))
          && permit.policyRevision() == world.state.permits().policyRevision()
          && permit.epoch() == PermitDecision.epoch(world.state, permit.scope())) {
        found = Math.max(found, permit.id());
      }
    }
    return found;
  }

  private Request request(Wish wish, long permit) {
    var origin =
        new Origin(
            wish.subject(), numbering(wish.subject()), permit, wish.fence(), Bytes.EMPTY, "");
    return new Request(origin, wish.command(), digest());
  }

  private Bytes digest() {
    return Bytes.copyOf(new byte[] {(byte) dice.between(0, 255)});
  }

  private Numbering numbering(String subject) {
    Session session = dice.chance(60) ? world.sessionOf(subject) : null;
    if (session != null) {
      return sequenced(session);
    }
    return dice.chance(70)
        ? Numbering.NONE
        : new Numbering.Keyed(
            "key" + dice.between(1, 300), Bytes.copyOf(new byte[] {(byte) dice.between(1, 2)}));
  }

  private Numbering sequenced(Session session) {
    Lane lane = dice.pick(Lane.values());
    var laneOf = new LaneOf(session.id(), lane.name());
    long last = lastNumbers.getOrDefault(laneOf, session.lanes().of(lane).last());
    int offset = dice.chance(90) ? 1 : dice.pick(-2, -1, 0, 0, 2);
    if (offset == 1) {
      lastNumbers.put(laneOf, last + 1);
    }
    return new Numbering.Sequenced(
        session.id(), lane, last + offset, Math.max(0, last - dice.between(0, 4)));
  }
}
