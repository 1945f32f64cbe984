package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's instances prove who they are; exactly one member is set.
 *
 * @param secret a client secret kept in Secret {@code <name>-credentials}
 */
@ApiObject
@ValidationRule(
    value = "has(self.secret)",
    message = "identity must have exactly one of: secret (write {secret: {}})")
public record Identity(
    @JsonPropertyDescription("A client secret, kept in Secret <name>-credentials.")
        @Nullable ClientSecret secret) {
  /** A client secret; nothing needs to be said about it yet. */
  @ApiObject
  public record ClientSecret() {}
}
