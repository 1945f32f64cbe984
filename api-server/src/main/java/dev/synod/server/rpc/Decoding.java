package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Priority;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.StateWrite;
import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Limits;
import dev.synod.kernel.barrier.BarrierCommand.ArriveAtBarrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.DocumentCommand.WriteDocument;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.proposal.ProposalCommand.CastBallot;
import dev.synod.kernel.proposal.ProposalCommand.OpenProposal;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunCommand.AdvanceRun;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.task.TaskCommand.CompleteTask;
import dev.synod.kernel.task.TaskCommand.FailTask;
import dev.synod.kernel.task.TaskCommand.SubmitTask;
import dev.synod.kernel.value.JsonException;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The protocol's requests as commands. */
final class Decoding {
  private Decoding() {}

  /**
   * The command of a request.
   *
   * @param session on which it came
   * @throws ProblemException where it has none, or free JSON in it can't be read
   */
  static Command command(Request request, long session) {
    return switch (request.getCommandCase()) {
      case WRITE_DOCUMENT -> {
        var c = request.getWriteDocument();
        yield new WriteDocument(
            group(c.getGroup()),
            c.getWrite().getKey(),
            write(c.getWrite()),
            c.hasExpectedRevision() ? c.getExpectedRevision() : DocumentCommand.ANY);
      }
      case ARRIVE_AT_BARRIER -> {
        var c = request.getArriveAtBarrier();
        yield new ArriveAtBarrier(
            new BarrierKey(group(c.getGroup()), c.getBarrier(), c.getInstance()), session);
      }
      case OPEN_PROPOSAL -> {
        var c = request.getOpenProposal();
        yield new OpenProposal(
            new ProposalKey(group(c.getGroup()), c.getDecision(), c.getInstance()),
            json("subject_json", c.getSubjectJson()));
      }
      case CAST_BALLOT -> {
        var c = request.getCastBallot();
        yield new CastBallot(group(c.getGroup()), c.getProposal(), c.getOption(), c.getReason());
      }
      case SUBMIT_TASK -> {
        var c = request.getSubmitTask();
        yield new SubmitTask(
            group(c.getGroup()),
            c.getCapability(),
            c.getAgent(),
            json("input_json", c.getInputJson()),
            priority(c.getPriority()),
            c.getTimeoutMillis(),
            c.getAttemptsMax() == 0 ? Limits.TASK_ATTEMPTS_DEFAULT : c.getAttemptsMax());
      }
      case COMPLETE_TASK -> {
        var c = request.getCompleteTask();
        yield new CompleteTask(
            group(c.getGroup()),
            c.getTask(),
            session,
            c.getToken(),
            json("output_json", c.getOutputJson()));
      }
      case FAIL_TASK -> {
        var c = request.getFailTask();
        yield new FailTask(
            group(c.getGroup()),
            c.getTask(),
            session,
            c.getToken(),
            fault(c.getFault()),
            c.getRetryable());
      }
      case ADVANCE_RUN -> {
        var c = request.getAdvanceRun();
        yield new AdvanceRun(
            new RunRef(c.getRef().getNamespace(), c.getRef().getName()),
            session,
            c.getTerm(),
            c.getConsumedThrough(),
            c.getEffectsList().stream().map(Effects::effect).toList());
      }
      case COMMAND_NOT_SET ->
          throw ProblemException.invalid(
              "Expected a command that this server knows in each request, but found none.");
    };
  }

  static @Nullable Fence fence(Request request) {
    return request.hasFence()
        ? new Fence(request.getFence().getTask(), request.getFence().getToken())
        : null;
  }

  static Lane lane(dev.synod.api.v1.Lane lane) {
    return switch (lane) {
      case LANE_NORMAL -> Lane.NORMAL;
      case LANE_CRITICAL -> Lane.CRITICAL;
      case LANE_BULK -> Lane.BULK;
      case UNRECOGNIZED ->
          throw ProblemException.invalid("Expected a lane that this server knows.");
    };
  }

  static GroupRef group(dev.synod.api.v1.GroupRef ref) {
    return new GroupRef(ref.getNamespace(), ref.getName());
  }

  static dev.synod.kernel.task.Priority priority(Priority priority) {
    return switch (priority) {
      case PRIORITY_NORMAL -> dev.synod.kernel.task.Priority.NORMAL;
      case PRIORITY_HIGH -> dev.synod.kernel.task.Priority.HIGH;
      case PRIORITY_LOW -> dev.synod.kernel.task.Priority.LOW;
      case UNRECOGNIZED ->
          throw ProblemException.invalid("Expected a priority that this server knows.");
    };
  }

  static Write write(StateWrite write) {
    return switch (write.getWriteCase()) {
      case PUT_JSON -> new Write.Put(json("put_json", write.getPutJson()));
      case MERGE_JSON -> new Write.Merge(json("merge_json", write.getMergeJson()));
      case ADD_JSON -> {
        if (json("add_json", write.getAddJson()) instanceof Value.Num delta) {
          yield new Write.Add(delta);
        }
        throw ProblemException.invalid("Expected a number in 'add_json', but found another value.");
      }
      case DELETE -> new Write.Delete();
      case WRITE_NOT_SET ->
          throw ProblemException.invalid(
              "Expected one of put_json, merge_json, add_json and delete, but found none.");
    };
  }

  static Fault fault(dev.synod.api.v1.Fault fault) {
    return new Fault(
        fault.getType(),
        fault.getStatus(),
        fault.getTitle(),
        fault.getDetail(),
        fault.getInstance());
  }

  /** Free JSON; null where the field is empty. */
  static Value json(String field, ByteString text) {
    if (text.isEmpty()) {
      return Values.NULL;
    }
    try {
      return Value.parse(text.toStringUtf8());
    } catch (JsonException e) {
      throw ProblemException.invalid("In '" + field + "': " + e.getMessage());
    }
  }
}
