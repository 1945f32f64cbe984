package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * Work to be done by whoever can.
 *
 * @param capability {@code name} or {@code name@version}
 * @param agent the only one that may do it, or empty
 * @param timeout after which it is not worth doing; zero for never
 * @param attemptsMax times that it is given out; 0 for the server's default
 */
public record TaskRequest(
    String capability,
    JsonNode input,
    String agent,
    Priority priority,
    Duration timeout,
    int attemptsMax) {

  public static TaskRequest of(String capability, JsonNode input) {
    return new TaskRequest(capability, input, "", Priority.NORMAL, Duration.ZERO, 0);
  }

  /** This request, for one agent alone. */
  public TaskRequest agent(String name) {
    return new TaskRequest(capability, input, name, priority, timeout, attemptsMax);
  }

  public TaskRequest priority(Priority value) {
    return new TaskRequest(capability, input, agent, value, timeout, attemptsMax);
  }

  public TaskRequest timeout(Duration value) {
    return new TaskRequest(capability, input, agent, priority, value, attemptsMax);
  }

  public TaskRequest attemptsMax(int value) {
    return new TaskRequest(capability, input, agent, priority, timeout, value);
  }
}
