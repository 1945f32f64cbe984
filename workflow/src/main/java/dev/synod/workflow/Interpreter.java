package dev.synod.workflow;

import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunEffect;
import dev.synod.workflow.definition.Definition;
import dev.synod.workflow.expression.Expressions;
import dev.synod.workflow.walk.Walk;
import java.util.ArrayList;
import java.util.List;

/** Advances runs. */
public final class Interpreter {
  private Interpreter() {}

  /**
   * What is to happen to a run, by a walk over all that its steps remember. Pure and deterministic,
   * as far as the expressions are. A driver that keeps its runs uses {@link Walk} instead, which
   * costs less per trigger.
   *
   * @param run its state
   * @param inbox all triggers that no advance has consumed, in their order
   * @param nowMillis what {@code now} says, Unix milliseconds
   */
  public static List<RunEffect> advance(
      Definition definition,
      Run run,
      List<InboxItem> inbox,
      Expressions expressions,
      long nowMillis) {
    return new Walk(definition, run, expressions).advance(inbox, nowMillis);
  }

  /**
   * Splits effects into advances of bounded size. Every beginning of the effects leaves a state
   * from which a new walk finds the rest, except that a context and the end of the step that
   * exported it belong together.
   */
  public static List<List<RunEffect>> split(List<RunEffect> effects, int effectsMax) {
    var parts = new ArrayList<List<RunEffect>>();
    int start = 0;
    while (effects.size() - start > effectsMax) {
      int end = start + effectsMax;
      while (end > start + 1 && effects.get(end - 1) instanceof RunEffect.SetContext) {
        end--;
      }
      parts.add(effects.subList(start, end));
      start = end;
    }
    parts.add(effects.subList(start, effects.size()));
    return parts;
  }
}
