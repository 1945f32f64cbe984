package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that is no task of its own: a turn of a loop, an attempt of a {@code try}, a {@code
 * catch}.
 */
final class GroupNode extends Node {
  private final Kind kind;
  private final List<Task> tasks;
  private final String reference;
  private final Value.Obj remembered;
  private final long timeoutMillis;
  private @Nullable Sequence sequence;

  /** What a group is, and which member of the definition holds its tasks. */
  enum Kind {
    TURN("turn", "do"),
    ATTEMPT("attempt", "try"),
    CATCH("catch", "do");

    private final String word;
    private final String member;

    Kind(String word, String member) {
      this.word = word;
      this.member = member;
    }
  }

  /**
   * @param remembered what the parent wants to find again
   * @param timeoutMillis 0 for none
   */
  GroupNode(
      Node parent,
      Place place,
      Kind kind,
      List<Task> tasks,
      Value.Obj remembered,
      long timeoutMillis) {
    super(parent.walk, place);
    this.kind = kind;
    this.tasks = tasks;
    this.reference = parent.reference();
    this.remembered = remembered;
    this.timeoutMillis = timeoutMillis;
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  @Override
  String kind() {
    return kind.word;
  }

  @Override
  String reference() {
    return reference;
  }

  @Override
  void enter() {
    recordEntry(place.input(), remembered, timeoutMillis);
    begin(place.input());
  }

  @Override
  void resume(RunStep step) {
    begin(step.input());
  }

  private void begin(Value input) {
    sequence =
        new Sequence(
            this,
            place.path() + "/" + kind.member,
            tasks,
            place.variables(),
            output -> complete(output, "continue"));
    sequence.start(input);
  }

  @Override
  void completed(Node child, Value output, String next) {
    if (sequence != null) {
      sequence.completed(output, next);
    }
  }
}
