package dev.synod.kernel;

import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentDecision;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.audit.AuditDecision;
import dev.synod.kernel.audit.Leaf;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierDecision;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.DocumentDecision;
import dev.synod.kernel.governance.GovernanceCommand;
import dev.synod.kernel.governance.GovernanceDecision;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.level.LevelCommand;
import dev.synod.kernel.level.LevelDecision;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.kernel.member.MemberDecision;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.policy.PolicyCommand;
import dev.synod.kernel.policy.PolicyDecision;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalDecision;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunDecision;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskDecision;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coordination core: a pure function from a state and a batch to the next state and what
 * happened.
 */
public final class Kernel {
  /** The highest level of behaviour and encoding that this version knows. */
  public static final int LEVEL = 1;

  private Kernel() {}

  /**
   * Applies one entry of the log. Every replica that applies the same batches from the same state
   * comes to the same state.
   */
  public static Step apply(KernelState state, Batch batch) {
    KernelState next = begin(state, batch);
    var outcomes = new ArrayList<Outcome>(batch.requests().size());
    for (int place = 0; place < batch.requests().size(); place++) {
      Request request = batch.requests().get(place);
      Reply repeated = Repeats.find(next, request.origin());
      if (repeated != null) {
        outcomes.add(
            new Outcome(
                request.origin().subject(), Numbering.NONE, repeated, List.of(), Bytes.EMPTY));
        continue;
      }
      Step step = apply(next, batch.index(), place, request);
      next = step.state();
      outcomes.addAll(step.outcomes());
    }
    return new Step(next, List.copyOf(outcomes));
  }

  private static Step apply(KernelState state, long index, int place, Request request) {
    Origin origin = request.origin();
    Rejection outOfOrder = Repeats.check(state, origin);
    var draft = new Draft(state, origin);
    Rejection rejection = outOfOrder == null ? decide(draft, request) : outOfOrder;
    Reply reply = rejection == null ? draft.reply() : new Reply.Rejected(rejection);
    KernelState after = rejection == null ? draft.state() : state;
    Clock clock = after.clock();
    var outcome =
        new Outcome(
            origin.subject(),
            outOfOrder == null ? Repeats.remembered(origin.numbering(), reply) : Numbering.NONE,
            reply,
            rejection == null ? draft.events() : List.of(),
            Leaf.hash(
                new Leaf.Position(index, place, clock.timeMillis(), clock.revision()),
                request,
                reply));
    return new Step(Evolution.remember(after, outcome), List.of(outcome));
  }

  /** Brings a state along by the outcomes of a batch, as {@link #apply} of the same batch would. */
  public static KernelState replay(KernelState state, Batch batch, List<Outcome> outcomes) {
    KernelState next = begin(state, batch);
    for (Outcome outcome : outcomes) {
      if (outcome.leaf().length() > 0) {
        next = Evolution.evolve(next, outcome);
      }
    }
    return next;
  }

  private static KernelState begin(KernelState state, Batch batch) {
    long before = state.clock().timeMillis();
    long latest = before == 0 ? batch.timeMillis() : before + Limits.TIME_JUMP_MILLIS_MAX;
    long time = Math.max(before, Math.min(batch.timeMillis(), latest));
    return state.withClock(state.clock().at(batch.index(), time));
  }

  private static @Nullable Rejection decide(Draft draft, Request request) {
    Origin origin = request.origin();
    Rejection refused = PermitDecision.check(draft.state(), origin, request.command());
    Fence fence = origin.fence();
    if (refused == null && fence != null) {
      refused = TaskDecision.checkFence(draft, fence);
    }
    if (refused != null) {
      return refused;
    }
    KernelState before = draft.state();
    refused = decide(draft, request.command());
    return refused == null
        ? PermitDecision.checkQuota(before, draft.state(), origin, request.command())
        : refused;
  }

  private static @Nullable Rejection decide(Draft draft, Command command) {
    return switch (command) {
      case DocumentCommand c -> DocumentDecision.decide(draft, c);
      case TaskCommand c -> TaskDecision.decide(draft, c);
      case RunCommand c -> RunDecision.decide(draft, c);
      case BarrierCommand c -> BarrierDecision.decide(draft, c);
      case ProposalCommand c -> ProposalDecision.decide(draft, c);
      case SessionCommand c -> SessionDecision.decide(draft, c);
      case PermitCommand c -> PermitDecision.decide(draft, c);
      case PolicyCommand c -> PolicyDecision.decide(draft, c);
      case AgentCommand c -> AgentDecision.decide(draft, c);
      case GroupCommand c -> GroupDecision.decide(draft, c);
      case TimeCommand.Tick _ -> Expiry.tick(draft);
      case LevelCommand c -> LevelDecision.decide(draft, c, LEVEL);
      case AuditCommand c -> AuditDecision.decide(draft, c);
      case MemberCommand c -> MemberDecision.decide(draft, c);
      case GovernanceCommand c -> GovernanceDecision.decide(draft, c);
    };
  }
}
