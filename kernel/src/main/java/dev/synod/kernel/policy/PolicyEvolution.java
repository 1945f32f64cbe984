package dev.synod.kernel.policy;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.time.Deadline;

/** How events change declared policies. */
public final class PolicyEvolution {
  private PolicyEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, PolicyEvent event) {
    Policies policies = state.permits().policies();
    return switch (event) {
      case PolicyEvent.PolicyDeclared e -> with(state, declared(policies, at.revision(), e));
      case PolicyEvent.PolicyRetracted e ->
          with(state, policies.with(policies.table().remove(e.ref()), at.revision()));
      case PolicyEvent.PolicyRefused e -> {
        Policy policy = policies.table().require(e.ref());
        var refused =
            new Policy(
                e.ref(), policy.declaration(), policy.spec(), e.message(), policy.revision());
        yield with(state, policies.with(policies.table().put(e.ref(), refused), at.revision()));
      }
      case PolicyEvent.BreakGlassBegan e ->
          with(disarm(state), policies.with(e.breakGlass(), at.revision()))
              .arm(deadline(e.breakGlass()));
      case PolicyEvent.BreakGlassEnded _ ->
          with(disarm(state), policies.with((BreakGlass) null, at.revision()));
    };
  }

  /** A generation that says the same stays what it was for those who decide by it. */
  private static Policies declared(Policies policies, long revision, PolicyEvent.PolicyDeclared e) {
    Policy present = policies.get(e.ref());
    if (present != null && present.spec().equals(e.spec())) {
      var same =
          new Policy(e.ref(), e.declaration(), e.spec(), present.refusal(), present.revision());
      return policies.with(policies.table().put(e.ref(), same), policies.changedAt());
    }
    var changed = new Policy(e.ref(), e.declaration(), e.spec(), "", revision);
    return policies.with(policies.table().put(e.ref(), changed), revision);
  }

  private static KernelState with(KernelState state, Policies policies) {
    return state.withPermits(state.permits().with(policies));
  }

  private static KernelState disarm(KernelState state) {
    BreakGlass present = state.permits().policies().breakGlass();
    return present == null ? state : state.disarm(deadline(present));
  }

  private static Deadline deadline(BreakGlass breakGlass) {
    return new Deadline(breakGlass.untilMillis(), Deadline.Kind.BREAK_GLASS, "");
  }
}
