package dev.synod.simulator.invariant;

import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;
import dev.synod.simulator.raft.ClientRequest;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what clients added, and what they were told of it. */
final class Counters {
  private final Map<String, Sum> sums = new TreeMap<>();

  /** What was asked for, and what of it was promised, in a counter. */
  private static final class Sum {
    private final GroupRef group;
    private long asked;
    private long refused;
    private long promised;

    Sum(GroupRef group) {
      this.group = group;
    }
  }

  void asked(Command command) {
    if (isAddition(command)) {
      sum(command).asked++;
    }
  }

  /**
   * A refused number is used up, and had no effect, unless the refusal is that the session is gone,
   * with all that was known of its numbers. A refused key is not used up: a copy of the request
   * that is still on its way may take effect yet.
   */
  void told(ClientRequest request, Reply reply) {
    Command command = request.command();
    if (isAddition(command)) {
      switch (reply) {
        case Reply.Applied _ -> sum(command).promised++;
        case Reply.Rejected rejected -> {
          if (request.numbering() instanceof Numbering.Sequenced
              && rejected.rejection().code() != Code.SESSION_GONE) {
            sum(command).refused++;
          }
        }
      }
    }
  }

  private static boolean isAddition(Command command) {
    return command instanceof DocumentCommand.WriteDocument write
        && write.write() instanceof Write.Add;
  }

  private Sum sum(Command command) {
    var write = (DocumentCommand.WriteDocument) command;
    return sums.computeIfAbsent(write.key(), _ -> new Sum(write.group()));
  }

  /** Compares with what a state counts; all additions are of one. */
  void check(KernelState state) {
    sums.forEach(
        (key, sum) -> {
          Document document = state.documents().get(sum.group, key);
          long value =
              document != null && document.value() instanceof Value.Num number
                  ? number.value().longValueExact()
                  : 0;
          Invariant.COUNTED_ONCE.check(
              value >= sum.promised && value <= sum.asked - sum.refused,
              "Counted, promised, possible:",
              key,
              value,
              sum.promised,
              sum.asked - sum.refused);
        });
  }
}
