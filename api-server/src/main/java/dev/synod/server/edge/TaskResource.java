package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Reply;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand.CompleteTask;
import dev.synod.kernel.task.TaskCommand.FailTask;
import dev.synod.kernel.task.TaskCommand.SubmitTask;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.Revisions;
import dev.synod.server.view.TaskView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Leased work. */
@Path("/v1/namespaces/{ns}/groups/{group}/tasks")
@RunOnVirtualThread
@Tag(name = "Tasks")
public class TaskResource {
  private static final int FAULT_STATUS_DEFAULT = 500;

  private final Asked asked;

  @Inject
  public TaskResource(Asked asked) {
    this.asked = asked;
  }

  /**
   * A wish for work.
   *
   * @param capability {@code name} or {@code name@version}
   * @param priority {@code High}, {@code Normal} or {@code Low}
   * @param deadlineMillis from now to its end; none where absent
   * @param agent the only one that may do it
   * @param attemptsMax times that it is given out
   */
  public record Wish(
      @Nullable String capability,
      @Nullable Value input,
      @Nullable String priority,
      @Nullable Long deadlineMillis,
      @Nullable String agent,
      @Nullable Integer attemptsMax) {}

  /** A result, handed in under the lease. */
  public record Result(@Nullable Id session, @Nullable Id token, @Nullable Value output) {}

  /**
   * Why a task could not be done.
   *
   * @param retryable whether another attempt may succeed
   */
  public record Failure(
      @Nullable Id session,
      @Nullable Id token,
      @Nullable Reason error,
      @Nullable Boolean retryable) {}

  /** What went wrong, in the terms of RFC 9457. */
  public record Reason(
      @Nullable String type,
      @Nullable Integer status,
      @Nullable String title,
      @Nullable String detail) {}

  @GET
  @Governed(Action.TASK_READ)
  @Operation(summary = "Lists the group's live tasks, the oldest first")
  public Listing<TaskView> list(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @QueryParam("limit") @DefaultValue("" + Listing.LIMIT_DEFAULT) int limit,
      @QueryParam("after") @DefaultValue("0") long after) {
    int most = Listing.limit(limit);
    KernelState state = asked.state();
    var ref = new GroupRef(namespace, group);
    var oldest = new PriorityQueue<Task>(Comparator.comparingLong(Task::id).reversed());
    for (Task task : state.tasks().table().values()) {
      if (task.id() > after && task.spec().group().equals(ref)) {
        oldest.add(task);
        if (oldest.size() > most + 1) {
          oldest.poll();
        }
      }
    }
    var sorted = oldest.stream().sorted(Comparator.comparingLong(Task::id)).toList();
    var page = sorted.subList(0, Math.min(most, sorted.size()));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        page.stream().map(task -> TaskView.of(task, state.clock())).toList(),
        sorted.size() > most ? Long.toString(page.getLast().id()) : null);
  }

  @GET
  @Path("/{id: [0-9]+}")
  @Governed(Action.TASK_READ)
  @Operation(summary = "Reads a task")
  public TaskView get(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("id") String id) {
    return view(asked.state(), new GroupRef(namespace, group), Id.of(id));
  }

  @POST
  @Governed(value = Action.TASK_SUBMIT, byCommand = true)
  @ResponseStatus(201)
  @Operation(summary = "Asks for work by capability")
  @APIResponse(responseCode = "201", description = "The task waits, or is given out already.")
  public TaskView submit(
      @PathParam("ns") String namespace, @PathParam("group") String group, Wish body) {
    Wish wish = Bodies.required(body);
    var ref = new GroupRef(namespace, group);
    var command =
        new SubmitTask(
            ref,
            Bodies.required("capability", wish.capability()),
            wish.agent() == null ? "" : Names.name(wish.agent()),
            wish.input() == null ? Values.NULL : wish.input(),
            priority(wish.priority()),
            wish.deadlineMillis() == null ? 0 : wish.deadlineMillis(),
            wish.attemptsMax() == null ? Limits.TASK_ATTEMPTS_DEFAULT : wish.attemptsMax());
    Reply.Applied applied = asked.submit(command);
    return view(asked.stateAfter(applied), ref, new Id(applied.id()));
  }

  @POST
  @Path("/{id: [0-9]+}:complete")
  @Governed(value = Action.TASK_COMPLETE, byCommand = true)
  @Operation(summary = "Hands in a task's result under its lease")
  public TaskView complete(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("id") String id,
      Result body) {
    Result result = Bodies.required(body);
    var ref = new GroupRef(namespace, group);
    var command =
        new CompleteTask(
            ref,
            Id.of(id).number(),
            Bodies.required("session", result.session()).number(),
            Bodies.required("token", result.token()).number(),
            result.output() == null ? Values.NULL : result.output());
    return view(asked.stateAfter(asked.submit(command)), ref, Id.of(id));
  }

  @POST
  @Path("/{id: [0-9]+}:fail")
  @Governed(value = Action.TASK_COMPLETE, byCommand = true)
  @Operation(summary = "Gives a task up under its lease")
  public TaskView fail(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("id") String id,
      Failure body) {
    Failure failure = Bodies.required(body);
    var ref = new GroupRef(namespace, group);
    var command =
        new FailTask(
            ref,
            Id.of(id).number(),
            Bodies.required("session", failure.session()).number(),
            Bodies.required("token", failure.token()).number(),
            fault(Bodies.required("error", failure.error())),
            Boolean.TRUE.equals(failure.retryable()));
    return view(asked.stateAfter(asked.submit(command)), ref, Id.of(id));
  }

  private static Fault fault(Reason error) {
    return new Fault(
        error.type() == null ? Fault.RUNTIME : error.type(),
        error.status() == null ? FAULT_STATUS_DEFAULT : error.status(),
        error.title() == null ? "The agent failed" : error.title(),
        error.detail() == null ? "" : error.detail());
  }

  private static Priority priority(@Nullable String word) {
    if (word == null) {
      return Priority.NORMAL;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "high" -> Priority.HIGH;
      case "normal" -> Priority.NORMAL;
      case "low" -> Priority.LOW;
      default ->
          throw ProblemException.invalid(
              "Expected 'High', 'Normal' or 'Low' in the field 'priority', but found another word.");
    };
  }

  private static TaskView view(KernelState state, GroupRef group, Id id) {
    Task task = state.tasks().get(id.number());
    if (task == null || !task.spec().group().equals(group)) {
      throw ProblemException.notFound(
          "Expected a task of group %s, but found no %d.".formatted(group, id.number()));
    }
    return TaskView.of(task, state.clock());
  }
}
