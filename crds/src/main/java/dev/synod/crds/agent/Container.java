package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * The container that runs an agent.
 *
 * @param image its image
 * @param command its entry point; the image's own when empty
 * @param args arguments of the entry point
 * @param env variables beside those that the operator sets
 */
@ApiObject
@ValidationRule(
    value = "!has(self.env) || !self.env.exists(e, e.name.startsWith('SYNOD_'))",
    message =
        "env must not set variables that start with SYNOD_: the operator sets them; choose another"
            + " name")
public record Container(
    @Required @Size(min = 1, max = 512) @JsonPropertyDescription("Image to run.") String image,
    @Size(max = 64) @JsonPropertyDescription("Entry point; the image's own when empty.")
        List<@Size(max = 4096) String> command,
    @Size(max = 64) @JsonPropertyDescription("Arguments of the entry point.")
        List<@Size(max = 4096) String> args,
    @Size(max = 64)
        @JsonPropertyDescription("Variables beside the SYNOD_ ones that the operator sets.")
        List<EnvironmentVariable> env) {
  public Container {
    command = command == null ? List.of() : List.copyOf(command);
    args = args == null ? List.of() : List.copyOf(args);
    env = env == null ? List.of() : List.copyOf(env);
  }
}
