package dev.synod.server.governance;

import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.document.DocumentCommand.WriteDocument;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalCommand.CastBallot;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand.AdvanceRun;
import dev.synod.kernel.run.RunCommand.CancelRun;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand.CompleteTask;
import dev.synod.kernel.task.TaskCommand.FailTask;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.log.dump.RecordJson;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a command would change, as it stands: the parts of it that policies may look at. */
final class Existing {
  private Existing() {}

  /** {@code null} in JSON where there is nothing yet, or nothing that is told. */
  static Value of(Command command, KernelState state) {
    return switch (command) {
      case WriteDocument write ->
          RecordJson.toValue(state.documents().get(write.group(), write.key()));
      case CastBallot ballot -> proposal(state.proposals().get(ballot.proposal()), state);
      case CompleteTask complete -> task(state.tasks().get(complete.task()), state);
      case FailTask fail -> task(state.tasks().get(fail.task()), state);
      case CancelRun cancel -> run(cancel.ref(), state);
      case AdvanceRun advance -> run(advance.ref(), state);
      case DecideApproval decide -> approval(decide, state);
      default -> Values.NULL;
    };
  }

  private static Value proposal(@Nullable Proposal proposal, KernelState state) {
    return proposal == null
        ? Values.NULL
        : Value.of(
            Map.of(
                "decision", Value.of(proposal.key().decision()),
                "instance", Value.of(proposal.key().instance()),
                "subject", proposal.terms().subject(),
                "options", RecordJson.toValue(proposal.terms().options()),
                "openedBy", Value.of(proposal.terms().openedBy()),
                "run", run(proposal.waiter(), state),
                "status", Value.of(proposal.status().name())));
  }

  private static Value task(@Nullable Task task, KernelState state) {
    return task == null
        ? Values.NULL
        : Value.of(
            Map.of(
                "capability", Value.of(task.spec().capability()),
                "input", task.spec().input(),
                "attempt", Value.of(task.attempt()),
                "submittedBy", Value.of(task.spec().submittedBy()),
                "run", run(task.spec().step(), state),
                "status", Value.of(task.status().name())));
  }

  private static Value run(@Nullable StepRef step, KernelState state) {
    return step == null ? Values.NULL : run(step.run(), state);
  }

  private static Value run(RunRef ref, KernelState state) {
    Run run = state.runs().get(ref);
    return run == null
        ? Values.NULL
        : Value.of(
            Map.of(
                "name", Value.of(run.ref().name()),
                "workflow", Value.of(run.spec().workflow()),
                "group", Value.of(run.spec().group().name()),
                "startedBy", Value.of(run.spec().declaration().applier()),
                "phase", Value.of(run.phase().name())));
  }

  /** With its run, and who decided the other approvals of that. */
  private static Value approval(DecideApproval command, KernelState state) {
    Approval approval = state.runs().approvals().get(command.approval());
    if (approval == null || !approval.step().run().namespace().equals(command.namespace())) {
      return Values.NULL;
    }
    RunRef run = approval.step().run();
    var deciders = new ArrayList<Value>();
    for (Approval other : state.runs().approvals().values()) {
      if (other.id() != approval.id()
          && other.step().run().equals(run)
          && !other.decidedBy().isEmpty()) {
        deciders.add(Value.of(other.decidedBy()));
      }
    }
    var told = new TreeMap<String, Value>();
    told.put("title", Value.of(approval.request().title()));
    told.put("roles", RecordJson.toValue(approval.request().roles()));
    told.put("step", Value.of(approval.step().path()));
    told.put("status", Value.of(approval.status().name()));
    told.put("run", run(run, state));
    told.put("deciders", Value.of(deciders));
    return new Value.Obj(told);
  }
}
