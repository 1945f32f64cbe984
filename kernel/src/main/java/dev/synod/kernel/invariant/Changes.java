package dev.synod.kernel.invariant;

import dev.synod.kernel.Entity;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Table;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.task.Task;
import java.util.function.Predicate;

/** What holds from one state to the next. */
public final class Changes {
  private Changes() {}

  /** Fails with what is wrong, if anything is. */
  public static void check(KernelState before, KernelState after) {
    Check.that(
        after.clock().revision() >= before.clock().revision()
            && after.clock().timeMillis() >= before.clock().timeMillis()
            && after.clock().timeMillis() - before.clock().timeMillis()
                <= (before.clock().timeMillis() == 0 ? Long.MAX_VALUE : 60_000),
        "Clock went from %s to %s",
        before.clock(),
        after.clock());
    ended(before.tasks().table(), after.tasks().table(), task -> task.status().isTerminal());
    barriers(before, after);
    ended(
        before.proposals().table(),
        after.proposals().table(),
        proposal -> proposal.status() != ProposalStatus.OPEN);
    ended(
        before.runs().approvals(),
        after.runs().approvals(),
        approval -> approval.status() != ApprovalStatus.PENDING);
    tokens(before, after);
    runs(before, after);
  }

  private static <K, V extends Entity> void ended(
      Table<K, V> before, Table<K, V> after, Predicate<V> isTerminal) {
    before.forEach(
        (key, old) -> {
          V now = after.get(key);
          if (isTerminal.test(old) && now != null) {
            Check.same(now, old, "What has ended doesn't change");
          }
        });
  }

  /** A barrier may be forgotten, and begin again under the same name. */
  private static void barriers(KernelState before, KernelState after) {
    for (Barrier old : before.barriers().values()) {
      Barrier now = after.barriers().get(old.key());
      if (old.status() != BarrierStatus.WAITING
          && now != null
          && now.since() < old.settledAtMillis()) {
        Check.same(now, old, "A settled barrier doesn't change");
      }
    }
  }

  private static void tokens(KernelState before, KernelState after) {
    for (Task task : after.tasks().table().values()) {
      Task.Lease lease = task.lease();
      Task old = before.tasks().get(task.id());
      Task.Lease oldLease = old == null ? null : old.lease();
      if (lease != null && (oldLease == null || oldLease.token() != lease.token())) {
        Check.that(
            lease.token() > before.clock().revision() && lease.token() <= after.clock().revision(),
            "Token of %s doesn't rise",
            task);
      }
    }
  }

  private static void runs(KernelState before, KernelState after) {
    for (Run old : before.runs().runs().values()) {
      Run now = after.runs().get(old.ref());
      if (now == null || now.result().startedAtMillis() != old.result().startedAtMillis()) {
        continue;
      }
      if (old.phase() != RunPhase.RUNNING && now.phase() != RunPhase.RUNNING) {
        Check.that(
            now.equals(old) || now.revision() > before.clock().revision(),
            "Run %s changed after its end",
            old.ref());
      }
      if (old.phase() == RunPhase.RUNNING && now.phase() == RunPhase.RUNNING) {
        Check.that(
            now.driver().term() >= old.driver().term()
                || now.revision() > before.clock().revision(),
            "Term of %s fell",
            old.ref());
      }
    }
  }
}
