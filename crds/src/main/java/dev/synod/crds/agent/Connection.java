package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's instances reach Synod; exactly one member is set.
 *
 * @param session the instance dials in
 */
@ApiObject
@ValidationRule(
    value = "has(self.session)",
    message = "connection must have exactly one of: session (write {session: {}})")
public record Connection(
    @JsonPropertyDescription("The instance dials in, over gRPC or REST with server-sent events.")
        @Nullable Session session) {
  /** The instance dials in; nothing needs to be said about it yet. */
  @ApiObject
  public record Session() {}
}
