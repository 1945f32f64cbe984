package dev.synod.kernel.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.Step;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.permit.Permit;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One replica, told what happens one request at a time. Each subject gets the permits that it needs
 * without asking, unless a test says otherwise. After every batch replay is held equal to live.
 */
public final class Scenario {
  public static final String NAMESPACE = "shop";
  public static final String OPERATOR = "service:operator";
  public static final String WORKER = "service:worker";
  public static final String ANN = "person:ann";
  public static final GroupRef GROUP = new GroupRef(NAMESPACE, "review");
  public static final long START_MILLIS = 1_000_000;
  public static final long TTL_MILLIS = 30_000;

  private KernelState state = KernelState.EMPTY;
  private long index;
  private long timeMillis = START_MILLIS;
  private List<Outcome> outcomes = List.of();

  public Scenario() {
    apply(Origin.system(), new PermitCommand.ActivatePolicy(1, "digest", 0, false));
  }

  public KernelState state() {
    return state;
  }

  /** Of the last batch. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  public long nowMillis() {
    return state.clock().timeMillis();
  }

  public static String subject(String agent) {
    return new AgentRef(NAMESPACE, agent).subject();
  }

  /** Lets time pass, without a tick. */
  public Scenario later(long millis) {
    timeMillis += millis;
    return this;
  }

  /** Lets time pass, and what fell due happen. */
  public Scenario tickAfter(long millis) {
    later(millis);
    apply(Origin.system(), new TimeCommand.Tick());
    return this;
  }

  public Step batch(Request... requests) {
    KernelState before = state;
    var batch = new Batch(++index, timeMillis, List.of(requests));
    Step step = Kernel.apply(before, batch);
    assertThat(Kernel.replay(before, batch, step.outcomes()).digest())
        .isEqualTo(step.state().digest());
    state = step.state();
    outcomes = step.outcomes();
    return step;
  }

  public Reply apply(Origin origin, Command command) {
    return batch(request(origin, command)).outcomes().getFirst().reply();
  }

  public static Request request(Origin origin, Command command) {
    return new Request(origin, command, Bytes.EMPTY);
  }

  /** An origin with a permit for the command, which is granted where there is none. */
  public Origin origin(String subject, Command command) {
    return origin(subject, command, Numbering.NONE, null);
  }

  public Origin origin(
      String subject, Command command, Numbering numbering, @Nullable Fence fence) {
    return subject.equals(Origin.SYSTEM)
        ? Origin.system()
        : new Origin(subject, numbering, permit(subject, command.action()), fence, Bytes.EMPTY, "");
  }

  /** The id of a permit of the subject for an action everywhere. */
  public long permit(String subject, String action) {
    for (Permit permit : state.permits().table().values()) {
      if (permit.subject().equals(subject)
          && permit.action().equals(action)
          && permit.scope().equals(Scope.CLUSTER)
          && permit.policyRevision() == state.permits().policyRevision()
          && permit.expiresAtMillis() > timeMillis) {
        return permit.id();
      }
    }
    return id(
        apply(
            Origin.system(),
            new PermitCommand.GrantPermit(
                subject,
                action,
                Scope.CLUSTER,
                state.permits().policyRevision(),
                0,
                3_600_000,
                "decision",
                null)));
  }

  public Reply as(String subject, Command command) {
    return apply(origin(subject, command), command);
  }

  /** The id of what the command made. */
  public long done(String subject, Command command) {
    return id(as(subject, command));
  }

  public static long id(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Applied.class);
    return ((Reply.Applied) reply).id();
  }

  public Rejection refused(String subject, Command command) {
    return rejection(as(subject, command));
  }

  public static Rejection rejection(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Rejected.class);
    return ((Reply.Rejected) reply).rejection();
  }

  public static Code code(Reply reply) {
    return rejection(reply).code();
  }

  // Declarations

  public Scenario agent(String name, String... capabilities) {
    return agent(name, Map.of("team", "review"), 1, capabilities);
  }

  public Scenario agent(
      String name, Map<String, String> labels, int concurrentTasks, String... capabilities) {
    var declared = new ArrayList<Capability>();
    for (String capability : capabilities) {
      declared.add(new Capability(capability, ""));
    }
    done(
        OPERATOR,
        new AgentCommand.DeclareAgent(
            new AgentRef(NAMESPACE, name),
            declaration(),
            new AgentSpec(
                new TreeMap<>(labels), declared, concurrentTasks, 0, "agent-shop-" + name)));
    return this;
  }

  /** A new generation of some object. */
  public Declaration declaration() {
    return new Declaration("uid", state.clock().revision() + 1, "");
  }

  public Scenario group() {
    done(OPERATOR, new GroupCommand.DeclareGroup(GROUP, declaration(), GroupSpecs.review()));
    return this;
  }

  public Scenario workflow(String name) {
    done(
        OPERATOR,
        new RunCommand.DeclareWorkflow(
            new WorkflowRef(NAMESPACE, name),
            declaration(),
            GROUP,
            "sha256:" + name,
            Value.of(name)));
    return this;
  }

  // Connections

  public long connect(String agent) {
    return done(
        subject(agent),
        new SessionCommand.OpenSession(NAMESPACE, agent, new TreeSet<>(), 0, TTL_MILLIS));
  }

  public long connectWorker(String... capabilities) {
    return done(
        WORKER,
        new SessionCommand.OpenSession(
            "", "", new TreeSet<>(List.of(capabilities)), 4, TTL_MILLIS));
  }

  public void expire(long session) {
    apply(Origin.system(), new SessionCommand.ExpireSession(NAMESPACE, session, TTL_MILLIS + 1));
  }

  public static Value.Obj object(Object... namesAndValues) {
    Value.Obj object = Values.EMPTY;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object = object.with((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return object;
  }
}
