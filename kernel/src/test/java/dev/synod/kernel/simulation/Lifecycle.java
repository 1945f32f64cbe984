package dev.synod.kernel.simulation;

import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A lifecycle as its transition table tells it.
 *
 * @param name of the diagram
 * @param begins event that begins it, in the first status
 * @param events that lead to each status
 * @param next the transition table
 */
record Lifecycle<S extends Enum<S>>(
    String name, List<S> statuses, String begins, Map<S, String> events, Function<S, Set<S>> next) {

  /** All of the kernel's. */
  static final List<Lifecycle<?>> ALL =
      List.of(
          new Lifecycle<>(
              "task",
              List.of(TaskStatus.values()),
              "TaskSubmitted",
              Map.of(
                  TaskStatus.QUEUED, "TaskReleased",
                  TaskStatus.ASSIGNED, "TaskAssigned",
                  TaskStatus.COMPLETED, "TaskCompleted",
                  TaskStatus.FAILED, "TaskFailed",
                  TaskStatus.EXPIRED, "TaskExpired",
                  TaskStatus.CANCELLED, "TaskCancelled"),
              TaskStatus::next),
          new Lifecycle<>(
              "barrier",
              List.of(BarrierStatus.values()),
              "BarrierBegan",
              Map.of(BarrierStatus.OPEN, "BarrierOpened", BarrierStatus.BROKEN, "BarrierBroke"),
              BarrierStatus::next),
          new Lifecycle<>(
              "proposal",
              List.of(ProposalStatus.values()),
              "ProposalOpened",
              Map.of(ProposalStatus.DECIDED, "ProposalDecided"),
              ProposalStatus::next),
          new Lifecycle<>(
              "step",
              List.of(StepStatus.values()),
              "StepEntered",
              Map.of(
                  StepStatus.COMPLETED, "StepCompleted",
                  StepStatus.FAULTED, "StepFaulted",
                  StepStatus.CANCELLED, "StepCancelled"),
              StepStatus::next),
          new Lifecycle<>(
              "run",
              List.of(RunPhase.values()),
              "RunStarted",
              Map.of(
                  RunPhase.SUCCEEDED, "RunFinished",
                  RunPhase.FAULTED, "RunFinished",
                  RunPhase.CANCELLED, "RunFinished"),
              RunPhase::next),
          new Lifecycle<>(
              "approval",
              List.of(ApprovalStatus.values()),
              "ApprovalRequested",
              Map.of(
                  ApprovalStatus.APPROVED, "ApprovalDecided",
                  ApprovalStatus.REJECTED, "ApprovalDecided",
                  ApprovalStatus.TIMED_OUT, "ApprovalDecided",
                  ApprovalStatus.WITHDRAWN, "ApprovalDecided"),
              ApprovalStatus::next));

  /** The transitions, each as {@code task QUEUED ASSIGNED}. */
  Set<String> transitions() {
    var transitions = new TreeSet<String>();
    for (S from : statuses) {
      next.apply(from).forEach(to -> transitions.add(transition(name, from, to)));
    }
    return transitions;
  }

  static String transition(String name, Enum<?> from, Enum<?> to) {
    return name + " " + from + " " + to;
  }

  /** The table as a Mermaid state diagram. */
  String diagram() {
    var lines = new ArrayList<String>();
    lines.add("%% Generated from the transition table of the kernel; do not edit.");
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> %s : %s".formatted(statuses.getFirst(), begins));
    for (S from : statuses) {
      for (S to : statuses) {
        if (next.apply(from).contains(to)) {
          lines.add("  %s --> %s : %s".formatted(from, to, events.get(to)));
        }
      }
      if (next.apply(from).isEmpty()) {
        lines.add("  %s --> [*]".formatted(from));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
