package dev.synod.kernel.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.List;

/** A run, and the worker that drives it. */
public final class Driven {
  private final Scenario scenario;
  private final RunRef ref;

  private Driven(Scenario scenario, RunRef ref) {
    this.scenario = scenario;
    this.ref = ref;
  }

  /** Starts a run of a declared workflow. */
  public static Driven start(Scenario scenario, String name, String workflow) {
    var ref = new RunRef(Scenario.NAMESPACE, name);
    scenario.done(
        Scenario.ANN,
        new RunCommand.StartRun(ref, new Declaration("", 0, ""), workflow, Values.NULL));
    return new Driven(scenario, ref);
  }

  public RunRef ref() {
    return ref;
  }

  public Run run() {
    return scenario.state().runs().runs().require(ref);
  }

  public RunStep step(String path) {
    return run().steps().require(path);
  }

  /** The triggers that wait. */
  public List<Trigger> inbox() {
    return run().inbox().items().map(item -> item.trigger()).toJavaList();
  }

  /** Consumes the inbox and carries out effects, as the run's driver. */
  public Driven advance(RunEffect... effects) {
    assertThat(tryAdvance(effects)).isInstanceOf(Reply.Applied.class);
    return this;
  }

  public Rejection refused(RunEffect... effects) {
    return Scenario.rejection(tryAdvance(effects));
  }

  private Reply tryAdvance(RunEffect... effects) {
    Run run = run();
    return scenario.as(
        Scenario.WORKER,
        new RunCommand.AdvanceRun(
            ref,
            run.driver().session(),
            run.driver().term(),
            run.inbox().next() - 1,
            List.of(effects)));
  }

  /** Enters a step and carries out what it asks for. */
  public Driven enter(String path, RunEffect... effects) {
    var all = new java.util.ArrayList<RunEffect>();
    all.add(entry(path));
    all.addAll(List.of(effects));
    return advance(all.toArray(RunEffect[]::new));
  }

  public static RunEffect.EnterStep entry(String path) {
    return new RunEffect.EnterStep(path, "step" + path, "call", Value.of("in"), Values.NULL);
  }
}
