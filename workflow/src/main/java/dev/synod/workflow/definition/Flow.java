package dev.synod.workflow.definition;

/** What happens after a task. */
public sealed interface Flow {
  Flow CONTINUE = new Continue();
  Flow EXIT = new Exit();
  Flow END = new End();

  /** The next task of the list, or the end of the list. */
  record Continue() implements Flow {}

  /** The end of the list that the task is in. */
  record Exit() implements Flow {}

  /** The end of the workflow. */
  record End() implements Flow {}

  /**
   * Another task of the same list.
   *
   * @param index its position
   */
  record Jump(String name, int index) implements Flow {}
}
