package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Command;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.Step;
import dev.synod.kernel.agent.AgentCommand.DeclareAgent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupCommand.DeclareGroup;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.permit.PermitCommand.GrantPermit;
import dev.synod.kernel.permit.PermitDecision;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.session.SessionCommand.OpenSession;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand.CompleteTask;
import dev.synod.kernel.task.TaskCommand.FailTask;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.InProcess;
import dev.synod.workflow.Interpreter;
import dev.synod.workflow.definition.Definition;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real kernel with one group, one agent and one worker, in which a test drives one run. */
final class World {
  static final GroupRef GROUP = new GroupRef("test", "group");
  static final RunRef RUN = new RunRef("test", "run");
  private static final AgentRef AGENT = new AgentRef("test", "agent");
  private static final long START_MILLIS = 1_800_000_000_000L;

  final InProcess expressions = new InProcess();
  final List<RunEffect> effects = new ArrayList<>();
  private final Definition definition;
  private KernelState state = KernelState.EMPTY;
  private long index;
  private long nowMillis = START_MILLIS;
  private long walkNanos;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long agentSession;
  private @Nullable Walk walk;
  private long walkTerm;
  private int effectsMax = Limits.EFFECTS_PER_ADVANCE_MAX;
  private BooleanSupplier crashes = () -> false;

  World(Value source, Value input) {
    definition = Definition.parse(source);
    var labels = new TreeMap<>(java.util.Map.of("team", "test"));
    declare(labels);
    agentSession = openSession(AGENT.subject(), "test", "agent", new TreeSet<>());
    openSession("service:worker", "", "", new TreeSet<>(SystemCapability.ALL));
    as(
        "service:operator",
        new RunCommand.DeclareWorkflow(
            new WorkflowRef("test", "workflow"),
            declared("w"),
            GROUP,
            definition.digest(),
            source));
    as("service:operator", new RunCommand.StartRun(RUN, declared("run-uid"), "workflow", input));
  }

  private void declare(SortedMap<String, String> labels) {
    as(
        "service:operator",
        new DeclareAgent(
            AGENT,
            declared("a"),
            new AgentSpec(labels, List.of(new Capability("work", "")), 10_000, 10_000, "client")));
    as(
        "service:operator",
        new DeclareGroup(
            GROUP,
            declared("g"),
            new GroupSpec(
                labels,
                1,
                List.of(),
                List.of(
                    new GroupSpec.StateKey("findings/", MergePolicy.JSON_MERGE_PATCH),
                    new GroupSpec.StateKey("plan/", MergePolicy.LAST_WRITER),
                    new GroupSpec.StateKey("counts/", MergePolicy.COUNTER)),
                List.of(new GroupSpec.BarrierSpec("all", new GroupSpec.Parties.All(), 60_000)),
                List.of(
                    new GroupSpec.DecisionSpec(
                        "release", List.of("yes", "no"), "", new TreeMap<>(), 50, 30_000)))));
  }

  private static Declaration declared(String uid) {
    return new Declaration(uid, 1, "");
  }

  private long openSession(
      String subject, String namespace, String agent, TreeSet<String> capabilities) {
    return as(subject, new OpenSession(namespace, agent, capabilities, 1_000, 60_000)).id();
  }

  /** Applies a command as a subject, which is given the permit for it. */
  Reply.Applied as(String subject, Command command) {
    Reply reply = tryAs(subject, command);
    assertThat(reply).isInstanceOf(Reply.Applied.class);
    return (Reply.Applied) reply;
  }

  Reply tryAs(String subject, Command command) {
    Reply granted =
        apply(
            Origin.system(),
            new GrantPermit(
                subject,
                command.action(),
                command.scope(),
                state.permits().policyRevision(),
                PermitDecision.epoch(state, command.scope()),
                60_000,
                "test",
                null));
    long permit = ((Reply.Applied) granted).id();
    return apply(new Origin(subject, Numbering.NONE, permit, null, Bytes.EMPTY, ""), command);
  }

  private Reply apply(Origin origin, Command command) {
    Step step =
        Kernel.apply(
            state,
            new Batch(++index, nowMillis, List.of(new Request(origin, command, Bytes.EMPTY))));
    state = step.state();
    return step.outcomes().getFirst().reply();
  }

  /** The walk is thrown away and built anew wherever this says so. */
  World crashingWhen(BooleanSupplier condition) {
    crashes = condition;
    return this;
  }

  World withEffectsPerAdvance(int most) {
    effectsMax = most;
    return this;
  }

  /** Time of the processor that went into walking. */
  long walkNanos() {
    return walkNanos;
  }

  Run run() {
    return Objects.requireNonNull(state.runs().get(RUN));
  }

  KernelState state() {
    return state;
  }

  long nowMillis() {
    return nowMillis;
  }

  boolean isRunning() {
    return run().phase() == RunPhase.RUNNING;
  }

  Value output() {
    assertThat(run().result().fault()).isNull();
    assertThat(run().phase()).isEqualTo(RunPhase.SUCCEEDED);
    return Objects.requireNonNull(run().result().output());
  }

  Fault fault() {
    assertThat(run().phase()).isEqualTo(RunPhase.FAULTED);
    return Objects.requireNonNull(run().result().fault());
  }

  /** Advances the run until nothing is in its inbox. */
  void drive() {
    while (isRunning() && !run().inbox().items().isEmpty()) {
      Run run = run();
      if (walk == null || walkTerm != run.driver().term() || crashes.getAsBoolean()) {
        walk = new Walk(definition, run, expressions);
        walkTerm = run.driver().term();
      }
      List<InboxItem> items = run.inbox().items().asJava();
      List<List<RunEffect>> parts = Interpreter.split(walk.advance(items, nowMillis), effectsMax);
      long before = items.getFirst().number() - 1;
      for (int i = 0; i < parts.size(); i++) {
        boolean last = i == parts.size() - 1;
        advance(run, last ? items.getLast().number() : before, parts.get(i));
        if (!last && crashes.getAsBoolean()) {
          walk = null;
          break;
        }
      }
    }
  }

  private void advance(Run run, long through, List<RunEffect> part) {
    effects.addAll(part);
    Reply reply =
        tryAs(
            "service:worker",
            new RunCommand.AdvanceRun(
                RUN, run.driver().session(), run.driver().term(), through, part));
    assertThat(reply).as("%s", part).isInstanceOf(Reply.Applied.class);
  }

  /** Lets time pass to the next deadline. */
  void passTime() {
    long next = state.nextDeadlineMillis();
    assertThat(next)
        .as(
            "what the run waits for, at %s with %s after %s",
            run().activeSteps(), run().inbox(), effects)
        .isLessThan(Long.MAX_VALUE);
    passTime(Math.max(1, next - nowMillis));
  }

  void passTime(long millis) {
    long end = nowMillis + millis;
    while (nowMillis < end) {
      nowMillis = Math.min(end, nowMillis + Limits.TIME_JUMP_MILLIS_MAX);
      apply(Origin.system(), new TimeCommand.Tick());
    }
  }

  /** Tasks that are given out, the oldest first. */
  List<Task> assigned() {
    var tasks = new ArrayList<Task>();
    for (Task task : state.tasks().table().values()) {
      if (task.status() == TaskStatus.ASSIGNED) {
        tasks.add(task);
      }
    }
    tasks.sort(java.util.Comparator.comparingLong(Task::id));
    return tasks;
  }

  void complete(Task task, Value output) {
    Task.Lease lease = Objects.requireNonNull(task.lease());
    as(
        holder(task),
        new CompleteTask(task.spec().group(), task.id(), lease.session(), lease.token(), output));
  }

  void fail(Task task, Fault fault) {
    Task.Lease lease = Objects.requireNonNull(task.lease());
    as(
        holder(task),
        new FailTask(task.spec().group(), task.id(), lease.session(), lease.token(), fault, false));
  }

  private static String holder(Task task) {
    return task.spec().capability().equals("work") ? AGENT.subject() : "service:worker";
  }

  long agentSession() {
    return agentSession;
  }

  String agent() {
    return AGENT.subject();
  }

  Scope scope() {
    return GROUP.scope();
  }

  /**
   * Drives to the end; tasks get what the function says, an output or a {@link Fault}; time passes
   * when all wait.
   */
  World finish(Function<Task, Object> answers) {
    for (int round = 0; round < 100_000 && isRunning(); round++) {
      drive();
      List<Task> tasks = assigned();
      if (!isRunning()) {
        break;
      }
      if (tasks.isEmpty()) {
        passTime();
      } else {
        switch (answers.apply(tasks.getFirst())) {
          case Fault fault -> fail(tasks.getFirst(), fault);
          case Object output -> complete(tasks.getFirst(), (Value) output);
        }
      }
    }
    assertThat(isRunning()).as("the run ends").isFalse();
    return this;
  }

  World finish() {
    return finish(task -> task.spec().input());
  }
}
