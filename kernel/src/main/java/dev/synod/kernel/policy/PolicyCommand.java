package dev.synod.kernel.policy;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;

/** Declarations of policies, and emergencies. */
public sealed interface PolicyCommand extends Command {

  /** Declares a policy, or a newer generation of it. */
  record DeclarePolicy(PolicyRef ref, Declaration declaration, PolicySpec spec)
      implements PolicyCommand {
    @Override
    public String action() {
      return Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  /** Takes the declaration back, if it is still this object's. */
  record RetractPolicy(PolicyRef ref, String uid) implements PolicyCommand {
    @Override
    public String action() {
      return Action.DECLARATION_WRITE;
    }

    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  /** Leaves a policy out because OPA doesn't take it, if it still is what OPA was given. */
  record RefusePolicy(PolicyRef ref, long revision, String message) implements PolicyCommand {
    @Override
    public String action() {
      return Action.SYSTEM;
    }

    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  /**
   * Declares an emergency, or prolongs it: declared policies are left out until it ends.
   *
   * @param subject who declares it; the API server has checked that it may
   */
  record BeginBreakGlass(String subject, String reason, long validMillis) implements PolicyCommand {
    @Override
    public String action() {
      return Action.POLICY_BREAK_GLASS;
    }

    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }

  /** Ends the emergency before its time. */
  record EndBreakGlass(String subject) implements PolicyCommand {
    @Override
    public String action() {
      return Action.POLICY_BREAK_GLASS;
    }

    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
