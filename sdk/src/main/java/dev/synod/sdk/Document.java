package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A piece of a group's shared state.
 *
 * @param revision of its last change, for {@link Group#compareAndSet}
 * @param updatedBy subject that changed it last
 */
public record Document(
    String key, JsonNode value, long revision, Instant updatedAt, String updatedBy) {}
