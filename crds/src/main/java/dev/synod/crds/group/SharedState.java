package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of a group: documents by key.
 *
 * @param keys rules by the beginning of a key; the longest that matches counts, and a key that none
 *     matches cannot be written
 */
@ApiObject
public record SharedState(
    @Size(max = 64)
        @JsonPropertyDescription("Rules by the beginning of a key; the longest match counts.")
        List<Keys> keys) {
  public SharedState {
    keys = keys == null ? List.of() : List.copyOf(keys);
  }

  /**
   * The rule for keys that begin alike.
   *
   * @param prefix how they begin
   * @param merge what happens when a write finds another revision than the writer saw
   */
  @ApiObject
  public record Keys(
      @Required
          @Size(min = 1, max = 128)
          @Pattern("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?$")
          @JsonPropertyDescription("How the keys begin, such as findings/.")
          String prefix,
      @Required
          @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          @JsonPropertyDescription(
              "What becomes of concurrent writes: Reject the later one, let the LastWriter win, add"
                  + " them up as a Counter, or apply each as a JsonMergePatch (RFC 7396).")
          @Nullable MergePolicy merge) {}
}
