package dev.synod.kernel.why;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.session.SystemCapability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains why a run is where it is. */
public final class Why {
  private final KernelState state;
  private final Run run;

  private Why(KernelState state, Run run) {
    this.state = state;
    this.run = run;
  }

  /** The whole chain of reasons, the run's own first; null where there is no such run. */
  public static @Nullable Reason run(KernelState state, RunRef ref) {
    Run run = state.runs().get(ref);
    return run == null ? null : new Why(state, run).explain();
  }

  private Reason explain() {
    if (run.phase() != RunPhase.RUNNING) {
      return root(List.of(), run.result().finishedAtMillis(), ended(), "");
    }
    List<Reason> waits = waits();
    var forWhom = waits.stream().flatMap(wait -> wait.forWhom().stream()).distinct().toList();
    long since =
        waits.stream().mapToLong(Reason::sinceMillis).filter(millis -> millis > 0).min().orElse(0);
    String summary =
        switch (waits.size()) {
          case 0 -> "Run %s has nothing to do and waits for nothing.".formatted(run.ref());
          case 1 -> "Run %s waits: %s".formatted(run.ref(), waits.getFirst().summary());
          default -> "Run %s waits for %d things.".formatted(run.ref(), waits.size());
        };
    String detail =
        waits.isEmpty()
            ? "Its driver has answered all triggers and asked for nothing more; cancel it, and report how it came here."
            : "";
    var root = root(waits, since, summary, detail);
    return new Reason(
        root.on(), "", forWhom, since, root.summary(), root.detail(), null, root.next());
  }

  private Reason root(List<Reason> next, long sinceMillis, String summary, String detail) {
    return new Reason("run/" + run.ref(), "", List.of(), sinceMillis, summary, detail, null, next);
  }

  private String ended() {
    Fault fault = run.result().fault();
    String how =
        switch (run.phase()) {
          case SUCCEEDED -> "has completed";
          case FAULTED -> "has failed";
          case CANCELLED -> "was cancelled";
          case RUNNING -> "runs";
        };
    return "Run %s %s%s."
        .formatted(
            run.ref(),
            how,
            fault == null
                ? ""
                : "%s: %s: %s"
                    .formatted(
                        fault.instance().isEmpty() ? "" : " at " + fault.instance(),
                        fault.title(),
                        fault.detail().isEmpty() ? fault.type() : stripped(fault.detail())));
  }

  private static String stripped(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private List<Reason> waits() {
    var waits = new ArrayList<Reason>();
    if (!run.inbox().items().isEmpty()) {
      waits.add(worker());
    }
    for (RunStep step : run.activeSteps()) {
      boolean onlyTimers =
          step.awaiting().stream().allMatch(awaiting -> awaiting instanceof Awaiting.Timer);
      for (Awaiting awaiting : step.awaiting()) {
        Reason reason = reason(step, awaiting, onlyTimers);
        if (reason != null) {
          waits.add(reason);
        }
      }
    }
    return waits;
  }

  /** A timer beside something else is its time-out, and no reason of its own. */
  private @Nullable Reason reason(RunStep step, Awaiting awaiting, boolean onlyTimers) {
    return switch (awaiting) {
      case Awaiting.TaskEnd a -> {
        var task = state.tasks().get(a.task());
        yield task == null ? null : new TaskReasons(state).of(step.path(), task);
      }
      case Awaiting.Timer a -> onlyTimers ? timer(step, a) : null;
      case Awaiting.BarrierOpening a -> {
        var barrier =
            state.barriers().get(new BarrierKey(run.spec().group(), a.barrier(), a.instance()));
        yield barrier == null ? null : new GroupReasons(state).of(step.path(), barrier);
      }
      case Awaiting.GroupDecision a -> {
        var proposal = state.proposals().get(a.proposal());
        yield proposal == null ? null : new GroupReasons(state).of(step.path(), proposal);
      }
      case Awaiting.PersonDecision a -> {
        Approval approval = state.runs().approvals().get(a.approval());
        yield approval == null ? null : approval(step, approval);
      }
    };
  }

  private static Reason timer(RunStep step, Awaiting.Timer timer) {
    return new Reason(
        "timer",
        step.path(),
        List.of(),
        step.enteredAtMillis(),
        "Step %s waits for a moment.".formatted(step.name()),
        "",
        Reason.Until.of(timer.atMillis(), "It goes on."),
        List.of());
  }

  private static Reason approval(RunStep step, Approval approval) {
    Approval.Request request = approval.request();
    return new Reason(
        "approval/" + approval.id(),
        step.path(),
        request.roles().stream().map(role -> "role " + role).toList(),
        approval.requestedAtMillis(),
        "A person in one of the roles %s has to decide: %s"
            .formatted(request.roles(), request.title()),
        "Approve or reject approval %d.".formatted(approval.id()),
        Reason.Until.of(
            request.deadlineMillis(),
            request.fallbackApproves()
                ? "It is approved without a person."
                : "It is rejected without a person."),
        List.of());
  }

  private Reason worker() {
    int triggers = run.inbox().items().size();
    int workers = state.sessions().capable("", SystemCapability.DRIVE_RUN).size();
    String summary;
    String detail = "";
    if (run.driver().session() != 0) {
      summary = "Its worker has %d triggers to work on.".formatted(triggers);
    } else if (workers == 0) {
      summary = "No worker is connected to drive it.";
      detail = "%d triggers wait. Look after the worker's Deployment.".formatted(triggers);
    } else {
      summary = "It is about to be given to a worker.";
    }
    return new Reason("worker", "", List.of("worker"), 0, summary, detail, null, List.of());
  }
}
