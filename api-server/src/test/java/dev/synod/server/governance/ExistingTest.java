package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Table;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.Runs;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.value.Value;
import io.vavr.collection.TreeSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExistingTest {
  @Test
  void shouldTellWhoDecidedOthersOfTheRunButNotTheApprovalItself() {
    Table<Long, Approval> approvals =
        Table.<Long, Approval>empty()
            .put(1L, approval(1, "release", "person:ada"))
            .put(2L, approval(2, "release", "person:bob"))
            .put(3L, approval(3, "release", ""))
            .put(4L, approval(4, "another", "person:eve"));
    KernelState state =
        KernelState.EMPTY.withRuns(
            new Runs(
                Table.empty(),
                Table.empty(),
                Table.empty(),
                approvals,
                TreeSet.empty(),
                TreeSet.empty()));

    assertThat(deciders(1, state)).isEqualTo(Value.of(List.of(Value.of("person:bob"))));
    assertThat(deciders(3, state))
        .isEqualTo(Value.of(List.of(Value.of("person:ada"), Value.of("person:bob"))));
  }

  private static Value deciders(long id, KernelState state) {
    var command = new DecideApproval("review", id, true, "", List.of("editor"));
    return ((Value.Obj) Existing.of(command, state)).get("deciders");
  }

  private static Approval approval(long id, String run, String by) {
    return new Approval(
        id,
        new StepRef(new RunRef("review", run), "step-" + id),
        new Approval.Request("Release?", List.of("editor"), 0, false),
        by.isEmpty() ? ApprovalStatus.PENDING : ApprovalStatus.APPROVED,
        by,
        "",
        0,
        0,
        id);
  }
}
