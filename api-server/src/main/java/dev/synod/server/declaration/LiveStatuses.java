package dev.synod.server.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.Workflow;
import dev.synod.kernel.value.Value;
import dev.synod.server.governance.PolicyTallies;
import dev.synod.server.view.AgentLoads;
import dev.synod.server.view.Counts;
import dev.synod.server.view.FaultView;
import dev.synod.server.view.GroupWaits;
import dev.synod.server.view.Revisions;
import dev.synod.server.view.RunView;
import dev.synod.server.view.Wait;
import dev.synod.server.view.WorkflowRuns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Live statuses of all that is declared. */
public final class LiveStatuses {
  private LiveStatuses() {}

  private record OfAgent(Counts.Instances instances, Counts.Tasks tasks) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record OfGroup(
      Counts.Members members, int openProposals, Counts.@Nullable Waiting waiting) {}

  private record OfWorkflow(String digest, Counts.Runs runs) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record OfRun(
      String phase,
      RunView.Progress progress,
      String startedAt,
      @Nullable String finishedAt,
      @Nullable Value output,
      @Nullable FaultView error,
      List<Condition> conditions) {}

  private record Condition(String type, String status, String reason, String message) {}

  /** The statuses of a kind; those of policies tell what they said so far. */
  public static List<LiveStatus> all(KernelState state, Kind kind, PolicyTallies tallies) {
    return switch (kind) {
      case AGENTS -> agents(state);
      case GROUPS -> groups(state);
      case WORKFLOWS -> workflows(state);
      case RUNS -> runs(state);
      case POLICIES -> policies(state, tallies);
    };
  }

  private static List<LiveStatus> agents(KernelState state) {
    var loads = new AgentLoads(state);
    var all = new ArrayList<LiveStatus>();
    for (Agent agent : state.agents().values()) {
      var status = new OfAgent(loads.instances(agent.ref()), loads.tasks(agent.ref()));
      all.add(of(state, agent.ref().namespace(), agent.ref().name(), agent.declaration(), status));
    }
    return all;
  }

  private static List<LiveStatus> groups(KernelState state) {
    var loads = new AgentLoads(state);
    var waits = new GroupWaits(state);
    var all = new ArrayList<LiveStatus>();
    for (Group group : state.groups().table().values()) {
      var status =
          new OfGroup(
              loads.members(group),
              state.proposals().open(group.ref()).size(),
              waits.of(group.ref()));
      all.add(of(state, group.ref().namespace(), group.ref().name(), group.declaration(), status));
    }
    return all;
  }

  private static List<LiveStatus> workflows(KernelState state) {
    var runs = new WorkflowRuns(state);
    var all = new ArrayList<LiveStatus>();
    for (Workflow workflow : state.runs().workflows().values()) {
      var ref = workflow.ref();
      var status = new OfWorkflow(workflow.digest(), runs.of(ref));
      all.add(of(state, ref.namespace(), ref.name(), workflow.declaration(), status));
    }
    return all;
  }

  private static List<LiveStatus> runs(KernelState state) {
    var all = new ArrayList<LiveStatus>();
    for (Run run : state.runs().runs().values()) {
      Declaration declaration = run.spec().declaration();
      if (!declaration.uid().isEmpty()) {
        all.add(
            of(
                state,
                run.ref().namespace(),
                run.ref().name(),
                declaration,
                status(RunView.summary(state, run), run.phase())));
      }
    }
    return all;
  }

  private static List<LiveStatus> policies(KernelState state, PolicyTallies tallies) {
    var all = new ArrayList<LiveStatus>();
    for (Policy policy : state.permits().policies().table().values()) {
      var ref = policy.ref();
      var status = PolicyStatus.of(state.permits(), policy, tallies.of(ref));
      all.add(of(state, ref.namespace(), ref.name(), policy.declaration(), status));
    }
    return all;
  }

  private static OfRun status(RunView view, RunPhase phase) {
    return new OfRun(
        view.phase(),
        view.progress(),
        view.startedAt(),
        view.finishedAt(),
        view.output(),
        view.error(),
        phase == RunPhase.RUNNING ? List.of(waiting(view)) : List.of());
  }

  private static Condition waiting(RunView view) {
    if (view.waiting().isEmpty() || !view.phase().equals("Waiting")) {
      return new Condition("Waiting", "False", "MovesOn", "");
    }
    Wait first = view.waiting().getFirst();
    String kind =
        first.on().contains("/") ? first.on().substring(0, first.on().indexOf('/')) : first.on();
    String reason = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    return new Condition("Waiting", "True", reason, first.detail());
  }

  private static LiveStatus of(
      KernelState state, String namespace, String name, Declaration declaration, Object status) {
    return new LiveStatus(
        namespace,
        name,
        declaration.uid(),
        declaration.generation(),
        Revisions.text(state.clock(), state.clock().revision()),
        status);
  }
}
