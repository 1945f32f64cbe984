package dev.synod.kernel.run;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;
import java.util.List;

/** Workflows and their runs. */
public sealed interface RunCommand extends Command {
  /**
   * Declares a workflow, or a newer generation of it.
   *
   * @param digest SHA-256 of the definition's canonical JSON, as {@code sha256:HEX}
   */
  record DeclareWorkflow(
      WorkflowRef ref, Declaration declaration, GroupRef group, String digest, Value definition)
      implements RunCommand {
    @Override
    public String action() {
      return Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  /** Takes the declaration back, if it is still this object's; runs go on with their definition. */
  record RetractWorkflow(WorkflowRef ref, String uid) implements RunCommand {
    @Override
    public String action() {
      return Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  /** Starts a run of a declared workflow; starting the same object's again is no change. */
  record StartRun(RunRef ref, Declaration declaration, String workflow, Value input)
      implements RunCommand {
    @Override
    public String action() {
      return declaration.uid().isEmpty() ? Action.RUN_START : Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return ref.scope();
    }
  }

  /** Ends a run and all that it waits for. */
  record CancelRun(RunRef ref, String reason) implements RunCommand {
    @Override
    public String action() {
      return Action.RUN_CANCEL;
    }

    @Override
    public Scope scope() {
      return ref.scope();
    }
  }

  /**
   * Forgets the run of a deleted object, cancelling it first where it still runs. The instances of
   * its group's barriers and decisions that bear its name go with it, so that a new run of that
   * name begins afresh.
   */
  record RetractRun(RunRef ref, String uid) implements RunCommand {
    @Override
    public String action() {
      return Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return ref.scope();
    }
  }

  /**
   * Moves a run on.
   *
   * @param session the driver's
   * @param term the driver's; another term is refused
   * @param consumedThrough number of the last trigger that the effects answer to
   */
  record AdvanceRun(
      RunRef ref, long session, long term, long consumedThrough, List<RunEffect> effects)
      implements RunCommand {
    @Override
    public String action() {
      return Action.RUN_DRIVE;
    }

    /** Workers drive runs of every namespace under one permit. */
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }

  /**
   * Answers an approval.
   *
   * @param roles of the person, as the edge read them from the token
   */
  record DecideApproval(
      String namespace, long approval, boolean approve, String comment, List<String> roles)
      implements RunCommand {
    @Override
    public String action() {
      return Action.APPROVAL_DECIDE;
    }

    @Override
    public Scope scope() {
      return Scope.of(namespace);
    }
  }
}
