package dev.synod.kernel.simulation;

import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Runs as people start them and workers drive them. */
final class RunTraffic {
  private final World world;
  private final Dice dice;

  RunTraffic(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  Wish any() {
    return switch (dice.between(0, 19)) {
      case 0, 1, 2, 3, 4 -> start();
      case 5 ->
          Wish.of(
              dice.pick(World.PEOPLE), new RunCommand.CancelRun(world.run(), "No longer wanted."));
      case 6 ->
          Wish.of("service:operator", new RunCommand.RetractRun(world.run(), dice.pick("", "u1")));
      case 7, 8, 9 -> decide();
      default -> advance();
    };
  }

  private Wish start() {
    String uid = dice.pick("", "u1");
    return Wish.of(
        uid.isEmpty() ? dice.pick(World.PEOPLE) : "service:operator",
        new RunCommand.StartRun(
            world.run(),
            new Declaration(uid, 1, ""),
            dice.chance(4) ? "none" : dice.pick(World.WORKFLOWS),
            Value.of(dice.pick("a", "a", "b"))));
  }

  private Wish decide() {
    List<Approval> approvals = world.approvals();
    if (approvals.isEmpty()) {
      return advance();
    }
    Approval approval = dice.pick(approvals);
    return Wish.of(
        dice.pick(World.PEOPLE),
        new RunCommand.DecideApproval(
            dice.chance(4) ? "elsewhere" : approval.step().run().namespace(),
            approval.id(),
            dice.chance(50),
            "",
            List.of(dice.pick("editor", "editor", "viewer"))));
  }

  private Wish advance() {
    var running = world.running();
    if (running.isEmpty()) {
      return start();
    }
    var driven = running.stream().filter(r -> r.driver().session() != 0).toList();
    Run run = dice.pick(driven.isEmpty() || dice.chance(5) ? running : driven);
    Session driver = world.state.sessions().get(run.driver().session());
    long consumed =
        run.inbox().next()
            - 1
            - (dice.chance(30) ? dice.between(0, 2) : 0)
            + (dice.chance(3) ? 1 : 0);
    return Wish.of(
        driver == null || dice.chance(3) ? World.WORKER : driver.subject(),
        new RunCommand.AdvanceRun(
            run.ref(),
            dice.chance(3) ? dice.between(0, 500) : run.driver().session(),
            run.driver().term() - (dice.chance(3) ? 1 : 0),
            consumed,
            effects(run)));
  }

  private List<RunEffect> effects(Run run) {
    var active = new ArrayList<String>();
    run.activeSteps().forEach(step -> active.add(step.path()));
    var effects = new ArrayList<RunEffect>();
    int count = dice.between(0, 6);
    for (int i = 0; i < count; i++) {
      if (active.isEmpty() || dice.chance(30)) {
        String path = "/do/" + dice.between(0, 40);
        effects.add(new RunEffect.EnterStep(path, "step", "call", world.value(), world.value()));
        active.add(path);
      } else if (dice.chance(6)) {
        effects.add(ofRun());
      } else {
        effects.add(onStep(run, dice.chance(3) ? "/do/99" : dice.pick(active), active));
      }
    }
    return effects;
  }

  private RunEffect ofRun() {
    return switch (dice.between(0, 3)) {
      case 0 -> new RunEffect.CompleteRun(world.value());
      case 1 -> new RunEffect.FaultRun(AgentTraffic.fault());
      default -> new RunEffect.SetContext(world.value());
    };
  }

  private RunEffect onStep(Run run, String path, List<String> active) {
    RunStep step = run.steps().get(path);
    boolean waits = step != null && !step.awaiting().isEmpty();
    if (waits && dice.chance(60)) {
      return new RunEffect.Remember(path, world.value());
    }
    return switch (dice.between(0, 11)) {
      case 0 -> {
        active.remove(path);
        yield new RunEffect.CompleteStep(path, world.value(), "continue");
      }
      case 1 -> {
        active.remove(path);
        yield dice.chance(50)
            ? new RunEffect.FaultStep(path, AgentTraffic.fault())
            : new RunEffect.CancelStep(path, "It lost.");
      }
      case 2, 3, 4 ->
          new RunEffect.AssignTask(
              path,
              dice.pick("read", "write", SystemCapability.CALL_HTTP, ""),
              dice.chance(80) ? "" : dice.pick(World.AGENTS),
              world.value(),
              dice.pick(Priority.values()),
              dice.pick(0L, 0L, 5_000L),
              dice.pick(1, 3, 3, 0));
      case 5 -> new RunEffect.ArmTimer(path, dice.pick(0L, 1_000L, 60_000L, 60_000L, -1L));
      case 6, 7 ->
          new RunEffect.AwaitBarrier(
              path, dice.pick("all", "some", "half", "none"), dice.pick(World.INSTANCES));
      case 8 ->
          new RunEffect.Propose(
              path, dice.pick("go", "lead"), dice.pick(World.INSTANCES), Value.of("a"));
      case 9 ->
          new RunEffect.RequestApproval(
              path, "Ship it?", List.of("editor"), dice.pick(0L, 2_000L, 90_000L), dice.chance(50));
      case 10 -> new RunEffect.ReadState(path, MergePolicy.LAST_WRITER.word() + "/1");
      default ->
          new RunEffect.WriteState(
              path,
              dice.pick(MergePolicy.values()).word() + "/1",
              dice.chance(20)
                  ? new Write.Add((Value.Num) Value.of(1))
                  : new Write.Put(world.value()));
    };
  }
}
