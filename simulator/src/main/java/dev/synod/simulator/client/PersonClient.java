package dev.synod.simulator.client;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.simulator.world.Chance;
import dev.synod.simulator.world.Schedule;
import java.util.ArrayDeque;
import java.util.List;

/** A person: starts runs, asks for work, opens proposals, approves; under idempotency keys. */
public final class PersonClient extends Client {
  private static final long THINKING_MICROS_MEAN = 2 * Schedule.SECOND;
  private static final long TASK_MILLIS = 120_000;
  private static final int APPROVALS_MAX = 50;

  private final String subject;
  private final ArrayDeque<Long> approvals = new ArrayDeque<>();
  private long made;

  public PersonClient(String name, int number, Surroundings around) {
    super(name, number, around);
    this.subject = "person:" + name;
  }

  @Override
  protected void killed() {
    super.killed();
    approvals.clear();
  }

  @Override
  protected void started() {
    read(state -> new Watch(this, state.clock().revision(), this::happened, this::compacted));
    think();
  }

  private void happened(Recorded recorded) {
    if (recorded.event() instanceof RunEvent.ApprovalRequested e
        && approvals.size() < APPROVALS_MAX) {
      approvals.add(e.id());
    }
  }

  private void compacted(KernelState state) {
    approvals.clear();
    state.runs().pending().forEach(approvals::add);
  }

  private void think() {
    world().after(this, world().chance().span(THINKING_MICROS_MEAN), this::act);
  }

  private void act() {
    Chance chance = world().chance();
    String name = "%s-%d-%d".formatted(name(), life(), made++);
    switch ((int) chance.between(0, 9)) {
      case 0, 1 ->
          askKeyed(
              subject,
              new RunCommand.StartRun(
                  new RunRef(Names.NAMESPACE, name),
                  new Declaration("", 0, ""),
                  Names.WORKFLOW,
                  Values.NULL),
              _ -> think());
      case 2, 3, 4 -> submit(chance);
      case 5 ->
          askKeyed(
              subject,
              new ProposalCommand.OpenProposal(
                  new ProposalKey(Names.GROUP, Names.DECISION, name), Value.of(name)),
              _ -> think());
      case 6, 7 -> decide(chance);
      default ->
          askKeyed(
              subject,
              new DocumentCommand.WriteDocument(
                  Names.GROUP,
                  chance.pick(Names.COUNTERS),
                  new Write.Add((Value.Num) Value.of(1)),
                  DocumentCommand.ANY),
              _ -> think());
    }
  }

  private void submit(Chance chance) {
    askKeyed(
        subject,
        new TaskCommand.SubmitTask(
            Names.GROUP,
            chance.pick(Names.CAPABILITIES),
            "",
            Values.NULL,
            Priority.NORMAL,
            TASK_MILLIS,
            3),
        _ -> think());
  }

  private void decide(Chance chance) {
    Long approval = approvals.poll();
    if (approval == null) {
      think();
      return;
    }
    askKeyed(
        subject,
        new RunCommand.DecideApproval(
            Names.NAMESPACE, approval, chance.of(7_000), "", List.of(Names.EDITOR)),
        _ -> think());
  }
}
