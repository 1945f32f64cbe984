package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.synod.kernel.quota.Countable;
import dev.synod.rego.Sight;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NarrowingTest {
  private static final String REVISION = "revision";
  private static final Decision BASE =
      new Decision(
          true,
          List.of(),
          Duration.ofMinutes(1),
          REVISION,
          List.of(),
          Decision.Kept.of(JsonNodeFactory.instance.objectNode(), Collections.emptySortedSet()),
          List.of());

  private static Decision narrowed(String failurePolicy, Set<Sight> looksAt) {
    var policy = new Applicable("review", "narrow", "Enforce", failurePolicy, looksAt);
    var verdict =
        new Verdict(List.of(), List.of(), "", REVISION, List.of(), Map.of(Countable.TASKS, 1L));
    return Narrowing.merge(BASE, List.of(new Narrowing.Said(policy, verdict)));
  }

  @Test
  void shouldJudgeAQuotaOfWhatLooksAtContentByTheFailurePolicy() {
    Decision refused = narrowed("Refuse", Set.of(Sight.RESOURCE));
    Decision allowed = narrowed("Allow", Set.of(Sight.RESOURCE));

    assertThat(refused.revision()).as("an answer, and not asked for again").isEqualTo(REVISION);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.reasons().getFirst().message()).contains("make two policies of it");
    assertThat(allowed.revision()).isEqualTo(REVISION);
    assertThat(allowed.allowed()).isTrue();
    assertThat(allowed.ceilings()).isEmpty();
  }

  @Test
  void shouldLimitByAQuotaThatHoldsForManyRequests() {
    Decision limited = narrowed("Refuse", Set.of());

    assertThat(limited.allowed()).isTrue();
    assertThat(limited.ceilings()).extracting(Ceiling::max).containsExactly(1L);
  }
}
