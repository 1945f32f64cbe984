package dev.synod.kernel.member;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;

/**
 * Orders a change of the replicas that make up the log's group. Whoever sends it carries it out
 * next, outside of the state; here it is judged, and kept with who ordered it.
 */
public sealed interface MemberCommand extends Command {
  /** The replica's name, or its id. */
  String replica();

  @Override
  default String action() {
    return Action.CLUSTER_MANAGE;
  }

  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /** Takes a replica in. */
  record AdmitMember(String replica) implements MemberCommand {}

  /** Lets a replica go. */
  record DismissMember(String replica) implements MemberCommand {}
}
