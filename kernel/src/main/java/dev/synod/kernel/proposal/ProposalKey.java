package dev.synod.kernel.proposal;

import dev.synod.kernel.group.GroupRef;

/** One question put to a group: a declared decision and an instance of it, such as one run's. */
public record ProposalKey(GroupRef group, String decision, String instance) {}
