package dev.synod.simulator;

import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.value.Value;
import dev.synod.log.Tail;
import dev.synod.simulator.client.ClientObserver;
import dev.synod.simulator.raft.ClientRequest;
import dev.synod.simulator.world.Node;
import dev.synod.simulator.world.Schedule;
import dev.synod.testkit.history.HistoryRecorder;
import dev.synod.testkit.history.Operation;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.testkit.history.Operation.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what simulated clients ask and are told: registers, results of tasks, watches. */
final class SimulatedHistory implements ClientObserver {
  private static final GroupRef GROUP = new GroupRef("shop", "review");
  private static final List<String> REGISTERS = List.of("strict/a", "strict/b", "strict/c");

  private final HistoryRecorder recorder;
  private final Schedule time;
  private final Map<Long, Open> open = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private long numbers;

  private record Open(String client, long sinceMicros, @Nullable ClientRequest request) {}

  SimulatedHistory(HistoryRecorder recorder, Schedule time) {
    this.recorder = recorder;
    this.time = time;
  }

  @Override
  public long asked(Node client, ClientRequest request) {
    return begin(client, request);
  }

  @Override
  public long reads(Node client) {
    return begin(client, null);
  }

  private long begin(Node client, @Nullable ClientRequest request) {
    open.put(++numbers, new Open(client.name() + "#" + numbers, time.nowMicros(), request));
    return numbers;
  }

  @Override
  public void told(long number, Reply reply) {
    Open asked = open.remove(number);
    request(asked, answer(asked.request(), reply));
  }

  private static Answer answer(ClientRequest request, Reply reply) {
    return switch (reply) {
      case Reply.Applied applied -> Answer.ok(null, applied.revision());
      case Reply.Rejected rejected ->
          request.numbering() instanceof Numbering.Sequenced
                  && rejected.rejection().code() != Code.SESSION_GONE
              ? Answer.REFUSED
              : Answer.UNKNOWN;
    };
  }

  private void request(Open asked, Answer answer) {
    switch (asked.request().command()) {
      case DocumentCommand.WriteDocument c -> {
        if (REGISTERS.contains(c.key()) && c.write() instanceof Write.Put put) {
          var input = new Asked(text(put.value()), c.expectedRevision(), 0);
          add(asked, Kind.WRITE, c.key(), input, answer);
        }
      }
      case TaskCommand.CompleteTask c ->
          add(asked, Kind.COMPLETE, "task-" + c.task(), new Asked(text(c.output()), 0, 0), answer);
      default -> {}
    }
  }

  @Override
  public void read(long number, KernelState state) {
    Open asked = open.remove(number);
    for (String key : REGISTERS) {
      Document found = state.documents().get(GROUP, key);
      Answer answer =
          found == null ? Answer.ok(null, 0) : Answer.ok(text(found.value()), found.revision());
      add(asked, Kind.READ, key, Asked.NOTHING, answer);
    }
  }

  @Override
  public void watched(Node client, long afterRevision, Tail.Page page) {
    var now = new Open(client.name(), time.nowMicros(), null);
    Long position = positions.get(client.name());
    if (position == null || position != afterRevision) {
      add(now, Kind.WATCH, "events", new Asked(null, 0, afterRevision), Answer.ok(null, 0));
    }
    long last = afterRevision;
    for (Recorded event : page.events()) {
      last = event.revision();
      String value = event.event().getClass().getSimpleName() + " " + event.timeMillis();
      add(now, Kind.EVENT, "events", Asked.NOTHING, Answer.ok(value, last));
    }
    positions.put(client.name(), last);
  }

  /** Nobody will be told any more what became of the rest. */
  void end() {
    open.values().stream()
        .filter(asked -> asked.request() != null)
        .forEach(asked -> request(asked, Answer.UNKNOWN));
  }

  private static String text(Value value) {
    return value.toString();
  }

  private void add(Open asked, Kind kind, String key, Asked input, Answer answer) {
    try {
      recorder.add(
          new Operation(
              asked.client(),
              kind,
              key,
              input,
              answer,
              new Span(asked.sinceMicros(), time.nowMicros())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
