package dev.synod.workflow.walk;

import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tasks one after the other, as their flow directives say. */
final class Sequence {
  private final Node owner;
  private final String path;
  private final List<Task> tasks;
  private final Map<String, Value> variables;
  private final Consumer<Value> end;
  private final Map<String, Integer> positions = new HashMap<>();
  private final int[] visits;
  private int current;

  /**
   * @param path of the list in the run
   * @param end takes the last output
   */
  Sequence(
      Node owner,
      String path,
      List<Task> tasks,
      Map<String, Value> variables,
      Consumer<Value> end) {
    this.owner = owner;
    this.path = path;
    this.tasks = tasks;
    this.variables = variables;
    this.end = end;
    this.visits = new int[tasks.size()];
    for (int i = 0; i < tasks.size(); i++) {
      positions.put(tasks.get(i).common().name(), i);
    }
  }

  void start(Value input) {
    run(0, input);
  }

  /** The current task has ended well. */
  void completed(Value output, String next) {
    switch (next) {
      case "continue" -> run(current + 1, output);
      case "exit" -> end.accept(output);
      case "end" -> owner.walk.end(output);
      default -> run(positions.getOrDefault(next, tasks.size()), output);
    }
  }

  private void run(int index, Value input) {
    if (index >= tasks.size()) {
      end.accept(input);
      return;
    }
    current = index;
    String name = tasks.get(index).common().name();
    visits[index]++;
    String step =
        path + "/" + index + "/" + escape(name) + (visits[index] == 1 ? "" : "@" + visits[index]);
    TaskNode.of(owner, tasks.get(index), step, variables, input).start();
  }

  /** A name as part of a JSON pointer (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
