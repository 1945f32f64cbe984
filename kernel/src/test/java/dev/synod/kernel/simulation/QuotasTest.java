package dev.synod.kernel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import dev.synod.kernel.Batch;
import dev.synod.kernel.Code;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.invariant.CountInvariants;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.quota.Quota;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Quotas hold for every single request, whatever else is asked. {@code -Dseed=N} runs one seed
 * again.
 */
class QuotasTest {
  private static final int SEEDS = 120;
  private static final int BATCHES = 60;

  private static final Map<String, Quota> QUOTAS =
      Stream.of(
              Map.entry(Action.SESSION_OPEN, 5L),
              Map.entry(Action.STATE_WRITE, 4L),
              Map.entry(Action.TASK_SUBMIT, 3L),
              Map.entry(Action.PROPOSAL_OPEN, 1L),
              Map.entry(Action.RUN_START, 1L))
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey, e -> new Quota(made(e.getKey()), e.getValue(), "shop/quota")));

  private final Map<Countable, Integer> refused = new EnumMap<>(Countable.class);
  private int repeatedAtTheLimit;

  private static Countable made(String action) {
    Countable kind = Countable.madeBy(action);
    assertThat(kind).isNotNull();
    return kind;
  }

  @Test
  void shouldNeverMakeMoreThanTheQuota() {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      run(seed);
      return;
    }
    for (long next = 1; next <= SEEDS; next++) {
      run(next);
    }
    assertThat(refused)
        .containsOnlyKeys(
            Countable.SESSIONS,
            Countable.DOCUMENTS,
            Countable.TASKS,
            Countable.PROPOSALS,
            Countable.RUNS);
    assertThat(repeatedAtTheLimit).isPositive();
  }

  private void run(long seed) {
    try {
      var traffic = new Traffic(seed, QUOTAS);
      KernelState state = traffic.world();
      for (int number = 1; number <= BATCHES; number++) {
        Batch batch = traffic.next(state);
        for (Request request : batch.requests()) {
          state = step(state, new Batch(batch.index(), batch.timeMillis(), List.of(request)));
        }
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("Seed %d: run it again with -Dseed=%d.".formatted(seed, seed), e);
    }
  }

  private KernelState step(KernelState before, Batch one) {
    var step = Kernel.apply(before, one);
    KernelState after = step.state();
    CountInvariants.check(after);
    Request request = one.requests().getFirst();
    Quota quota = quota(before, request);
    if (quota != null) {
      String namespace = request.command().scope().namespace();
      long found = quota.kind().in(namespace, before);
      long made = quota.kind().in(namespace, after);
      assertThat(made).isLessThanOrEqualTo(Math.max(found, quota.max()));
      Reply reply = step.outcomes().getFirst().reply();
      if (isOver(reply)) {
        refused.merge(quota.kind(), 1, Integer::sum);
        assertThat(found).isGreaterThanOrEqualTo(quota.max());
        assertThat(madeWithout(before, one, quota.kind())).isGreaterThan(found);
      } else if (found >= quota.max() && hasReplyToKeep(request, reply, after)) {
        repeatedAtTheLimit++;
        assertThat(Kernel.apply(after, one).outcomes().getFirst().reply()).isEqualTo(reply);
      }
    }
    return after;
  }

  private static boolean isOver(Reply reply) {
    return reply instanceof Reply.Rejected(var rejection)
        && rejection.code() == Code.LIMIT_EXCEEDED
        && rejection.details().members().containsKey("policy");
  }

  private static boolean hasReplyToKeep(Request request, Reply reply, KernelState after) {
    return reply instanceof Reply.Applied
        && switch (request.origin().numbering()) {
          case Numbering.None _ -> false;
          case Numbering.Sequenced numbering -> after.sessions().get(numbering.session()) != null;
          case Numbering.Keyed _ -> true;
        };
  }

  private static @Nullable Quota quota(KernelState state, Request request) {
    Permit permit = state.permits().get(request.origin().permit());
    return permit == null ? null : permit.quota();
  }

  /** How many there would be had the request's permit no quota. */
  private static long madeWithout(KernelState before, Batch one, Countable kind) {
    Request request = one.requests().getFirst();
    Permit held = before.permits().table().require(request.origin().permit());
    var free =
        new Permit(
            held.id(),
            held.subject(),
            held.action(),
            held.scope(),
            held.policyRevision(),
            held.epoch(),
            held.expiresAtMillis(),
            held.decision(),
            null);
    var permits = before.permits();
    KernelState freed =
        before.withPermits(
            new dev.synod.kernel.permit.Permits(
                permits.table().put(free.id(), free),
                permits.policyRevision(),
                permits.policyDigest(),
                permits.policies()));
    return kind.in(request.command().scope().namespace(), Kernel.apply(freed, one).state());
  }
}
