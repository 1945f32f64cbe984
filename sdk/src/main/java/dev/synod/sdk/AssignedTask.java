package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A task that this session holds.
 *
 * @param effectId stable over all attempts: the idempotency key for whoever is called
 * @param attempt from 1
 * @param group of the task; what is written through it is refused once the lease is lost
 * @param run that waits for the task, {@code namespace/name}
 */
public record AssignedTask(
    long id,
    long token,
    String capability,
    JsonNode input,
    String effectId,
    int attempt,
    Optional<Instant> deadline,
    Optional<String> run,
    Group group) {
  /** Proof of the lease, for writes elsewhere. */
  public Fence fence() {
    return new Fence(id, token);
  }
}
