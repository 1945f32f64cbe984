package dev.synod.operator.group;

import dev.synod.operator.condition.Reason;

/** Why a CoordinationGroup's conditions are as they are. */
enum GroupReason implements Reason {
  /** Enough members are connected. */
  MEMBERS_CONNECTED,
  /** Fewer members are connected than the spec wants. */
  MEMBERS_MISSING
}
