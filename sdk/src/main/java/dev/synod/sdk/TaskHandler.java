package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;

/** Does tasks. */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Does one, on a virtual thread of its own, which is interrupted when the task is taken away.
   *
   * @return the output
   * @throws TaskFailure to say what failed, and whether another attempt may succeed
   * @throws Exception any other: an {@link IllegalArgumentException} fails the task for good, for
   *     its input will be no better the next time; all others let it be tried again
   */
  JsonNode handle(AssignedTask task) throws Exception;
}
