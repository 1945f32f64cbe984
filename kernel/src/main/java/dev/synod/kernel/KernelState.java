package dev.synod.kernel;

import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.audit.Frontier;
import dev.synod.kernel.audit.Hold;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Documents;
import dev.synod.kernel.group.Groups;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.proposal.Proposals;
import dev.synod.kernel.run.Runs;
import dev.synod.kernel.session.Sessions;
import dev.synod.kernel.task.Tasks;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.value.Fingerprint;
import io.vavr.collection.TreeSet;

/**
 * Everything that is coordinated, as one immutable value: a snapshot is a pointer, a reader never
 * locks, and any state can be forked at will.
 *
 * @param keyed outcomes of requests with idempotency keys
 * @param deadlines all moments at which something falls due
 * @param audit right edge of the audit tree
 * @param holds on the payloads of audit entries, by name
 */
public record KernelState(
    Clock clock,
    Table<AgentRef, Agent> agents,
    Groups groups,
    Sessions sessions,
    Documents documents,
    Table<BarrierKey, Barrier> barriers,
    Proposals proposals,
    Tasks tasks,
    Runs runs,
    Permits permits,
    Table<KeyedOutcome.Id, KeyedOutcome> keyed,
    TreeSet<Deadline> deadlines,
    Frontier audit,
    Table<String, Hold> holds) {

  /** The state before the first batch. */
  public static final KernelState EMPTY =
      new KernelState(
          Clock.START,
          Table.empty(),
          Groups.EMPTY,
          Sessions.EMPTY,
          Documents.EMPTY,
          Table.empty(),
          Proposals.EMPTY,
          Tasks.EMPTY,
          Runs.EMPTY,
          Permits.EMPTY,
          Table.empty(),
          TreeSet.empty(),
          Frontier.EMPTY,
          Table.empty());

  /** A hash of all that replicas must agree on. */
  public long digest() {
    Fingerprint all =
        new Fingerprint("state")
            .add(clock.incarnation())
            .add(clock.revision())
            .add(clock.timeMillis())
            .add(clock.level())
            .add(agents.digest())
            .add(groups.table().digest())
            .add(sessions.table().digest())
            .add(documents.digest())
            .add(barriers.digest())
            .add(proposals.table().digest())
            .add(tasks.table().digest())
            .add(runs.workflows().digest())
            .add(runs.definitions().digest())
            .add(runs.runs().digest())
            .add(runs.approvals().digest())
            .add(permits.digest())
            .add(permits.policyRevision())
            .add(keyed.digest())
            .add(deadlines.size())
            .add(audit.size())
            .add(audit.root());
    // A state without holds keeps the digest that it had before there were any.
    return (holds.size() == 0 ? all : all.add(holds.digest())).value();
  }

  /**
   * When the next deadline falls due, Unix milliseconds; {@link Long#MAX_VALUE} where there is
   * none.
   */
  public long nextDeadlineMillis() {
    return deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.head().atMillis();
  }

  public KernelState arm(Deadline deadline) {
    return withDeadlines(deadlines.add(deadline));
  }

  public KernelState disarm(Deadline deadline) {
    return withDeadlines(deadlines.remove(deadline));
  }

  KernelState withClock(Clock value) {
    return new KernelState(
        value, agents, groups, sessions, documents, barriers, proposals, tasks, runs, permits,
        keyed, deadlines, audit, holds);
  }

  public KernelState withAgents(Table<AgentRef, Agent> value) {
    return new KernelState(
        clock, value, groups, sessions, documents, barriers, proposals, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withGroups(Groups value) {
    return new KernelState(
        clock, agents, value, sessions, documents, barriers, proposals, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withSessions(Sessions value) {
    return new KernelState(
        clock, agents, groups, value, documents, barriers, proposals, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withDocuments(Documents value) {
    return new KernelState(
        clock, agents, groups, sessions, value, barriers, proposals, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withBarriers(Table<BarrierKey, Barrier> value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, value, proposals, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withProposals(Proposals value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, value, tasks, runs, permits, keyed,
        deadlines, audit, holds);
  }

  public KernelState withTasks(Tasks value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, value, runs, permits,
        keyed, deadlines, audit, holds);
  }

  public KernelState withRuns(Runs value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, value, permits,
        keyed, deadlines, audit, holds);
  }

  public KernelState withPermits(Permits value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, runs, value, keyed,
        deadlines, audit, holds);
  }

  KernelState withKeyed(Table<KeyedOutcome.Id, KeyedOutcome> value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, runs, permits,
        value, deadlines, audit, holds);
  }

  public KernelState withDeadlines(TreeSet<Deadline> value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, runs, permits,
        keyed, value, audit, holds);
  }

  KernelState withAudit(Frontier value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, runs, permits,
        keyed, deadlines, value, holds);
  }

  public KernelState withHolds(Table<String, Hold> value) {
    return new KernelState(
        clock, agents, groups, sessions, documents, barriers, proposals, tasks, runs, permits,
        keyed, deadlines, audit, value);
  }
}
