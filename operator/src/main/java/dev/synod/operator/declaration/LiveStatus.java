package dev.synod.operator.declaration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How something declared stands in the API server.
 *
 * @param namespace namespace of the resource
 * @param name its name
 * @param uid uid of the resource that it speaks of
 * @param generation the generation that was declared last
 * @param revision revision of the state that it was read from, opaque
 * @param status in the form of the kind's status
 */
public record LiveStatus(
    String namespace, String name, String uid, long generation, String revision, JsonNode status) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it says the same, whenever it was read. */
  boolean saysTheSame(LiveStatus other) {
    return uid.equals(other.uid) && generation == other.generation && status.equals(other.status);
  }

  /**
   * The status as the kind's record. Fields that this version does not know are skipped, for the
   * API server may be newer.
   *
   * @throws IllegalArgumentException when it has another form altogether
   */
  public <S> S as(Class<S> type) {
    return JSON.convertValue(status, type);
  }
}
