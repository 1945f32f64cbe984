package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Something that the server tells.
 *
 * @param name {@code put}, {@code delete}, {@code progress}, {@code closed}
 * @param id from which to go on; null where it can't be
 */
public record Event(String name, @Nullable String id, JsonNode data) {}
