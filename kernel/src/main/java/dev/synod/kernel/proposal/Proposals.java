package dev.synod.kernel.proposal;

import dev.synod.kernel.Table;
import dev.synod.kernel.group.GroupRef;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All proposals.
 *
 * @param byKey id of each
 * @param open ids of the open ones by group
 */
public record Proposals(
    Table<Long, Proposal> table,
    HashMap<ProposalKey, Long> byKey,
    HashMap<GroupRef, TreeSet<Long>> open) {
  public static final Proposals EMPTY =
      new Proposals(Table.empty(), HashMap.empty(), HashMap.empty());

  public @Nullable Proposal get(long id) {
    return table.get(id);
  }

  public @Nullable Proposal get(ProposalKey key) {
    Long id = byKey.getOrElse(key, null);
    return id == null ? null : table.get(id);
  }

  /** Ids of a group's open proposals, the oldest first. */
  public TreeSet<Long> open(GroupRef group) {
    return open.getOrElse(group, TreeSet.empty());
  }

  Proposals put(Proposal proposal) {
    GroupRef group = proposal.key().group();
    var ids = open(group);
    var now =
        proposal.status() == ProposalStatus.OPEN
            ? ids.add(proposal.id())
            : ids.remove(proposal.id());
    return new Proposals(
        table.put(proposal.id(), proposal),
        byKey.put(proposal.key(), proposal.id()),
        now.isEmpty() ? open.remove(group) : open.put(group, now));
  }

  Proposals forget(long id) {
    Proposal proposal = table.require(id);
    GroupRef group = proposal.key().group();
    var rest = open(group).remove(id);
    return new Proposals(
        table.remove(id),
        byKey.remove(proposal.key()),
        rest.isEmpty() ? open.remove(group) : open.put(group, rest));
  }
}
