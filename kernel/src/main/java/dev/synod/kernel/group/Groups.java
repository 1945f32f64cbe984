package dev.synod.kernel.group;

import dev.synod.kernel.Table;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.Declaration;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import java.util.Collections;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * All groups, with their members kept up to date as agents come and go.
 *
 * @param memberships groups of each agent that belongs to one
 */
public record Groups(
    Table<GroupRef, Group> table,
    TreeSet<GroupRef> names,
    HashMap<AgentRef, TreeSet<GroupRef>> memberships) {
  public static final Groups EMPTY = new Groups(Table.empty(), TreeSet.empty(), HashMap.empty());

  public @Nullable Group get(GroupRef ref) {
    return table.get(ref);
  }

  /** The groups of a namespace, by name. */
  public Iterable<Group> in(String namespace) {
    return () ->
        names.iterator().filter(ref -> ref.namespace().equals(namespace)).map(table::require);
  }

  /** The groups that an agent belongs to, by name. */
  public TreeSet<GroupRef> of(AgentRef agent) {
    return memberships.getOrElse(agent, TreeSet.empty());
  }

  Groups declare(
      GroupRef ref,
      Declaration declaration,
      GroupSpec spec,
      Table<AgentRef, Agent> agents,
      long revision) {
    var members = members(ref, spec, agents);
    return new Groups(
        table.put(ref, new Group(ref, declaration, spec, members, revision)),
        names.add(ref),
        withMembers(withMembers(memberships, ref, former(ref), false), ref, members, true));
  }

  Groups retract(GroupRef ref) {
    return new Groups(
        table.remove(ref), names.remove(ref), withMembers(memberships, ref, former(ref), false));
  }

  private SortedSet<String> former(GroupRef ref) {
    Group group = table.get(ref);
    return group == null ? Collections.emptySortedSet() : group.members();
  }

  private static HashMap<AgentRef, TreeSet<GroupRef>> withMembers(
      HashMap<AgentRef, TreeSet<GroupRef>> memberships,
      GroupRef ref,
      SortedSet<String> members,
      boolean belong) {
    var result = memberships;
    for (String name : members) {
      var agent = new AgentRef(ref.namespace(), name);
      TreeSet<GroupRef> groups = result.getOrElse(agent, TreeSet.empty());
      TreeSet<GroupRef> now = belong ? groups.add(ref) : groups.remove(ref);
      result = now.isEmpty() ? result.remove(agent) : result.put(agent, now);
    }
    return result;
  }

  /** These groups after the agent's declaration changed. */
  public Groups reseat(Table<AgentRef, Agent> agents, AgentRef changed, long revision) {
    Table<GroupRef, Group> result = table;
    TreeSet<GroupRef> groups = TreeSet.empty();
    Agent agent = agents.get(changed);
    for (Group group : in(changed.namespace())) {
      boolean belongs =
          agent != null && GroupSpec.matches(group.spec().selector(), agent.spec().labels());
      if (belongs || group.hasMember(changed.name())) {
        var members = new java.util.TreeSet<>(group.members());
        if (belongs) {
          groups = groups.add(group.ref());
          members.add(changed.name());
        } else {
          members.remove(changed.name());
        }
        result =
            result.put(
                group.ref(),
                new Group(
                    group.ref(),
                    group.declaration(),
                    group.spec(),
                    Collections.unmodifiableSortedSet(members),
                    revision));
      }
    }
    return new Groups(
        result,
        names,
        groups.isEmpty() ? memberships.remove(changed) : memberships.put(changed, groups));
  }

  private static SortedSet<String> members(
      GroupRef ref, GroupSpec spec, Table<AgentRef, Agent> agents) {
    var members = new java.util.TreeSet<String>();
    for (Agent agent : agents.values()) {
      if (agent.ref().namespace().equals(ref.namespace())
          && GroupSpec.matches(spec.selector(), agent.spec().labels())) {
        members.add(agent.ref().name());
      }
    }
    return Collections.unmodifiableSortedSet(members);
  }
}
