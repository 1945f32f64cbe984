package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
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
  /**
   * A client secret and how it is rotated.
   *
   * @param rotationPeriod age at which the credentials are made anew
   * @param overlap for how long the former ones go on working
   */
  @ApiObject
  @ValidationRule(
      value =
          "duration(self.rotationPeriod) >= duration('1m') &&"
              + " duration(self.rotationPeriod) <= duration('8760h')",
      message = "rotationPeriod must be from 1m to 8760h, such as 720h")
  @ValidationRule(
      value =
          "duration(self.overlap) >= duration('1s') &&"
              + " duration(self.overlap) < duration(self.rotationPeriod)",
      message = "overlap must be at least 1s and shorter than rotationPeriod")
  public record ClientSecret(
      @Default("720h")
          @Size(min = 2, max = Synod.DURATION_LENGTH_MAX)
          @Pattern(Synod.DURATION_PATTERN)
          @JsonPropertyDescription("Age at which the credentials are made anew.")
          @Nullable String rotationPeriod,
      @Default("1h")
          @Size(min = 2, max = Synod.DURATION_LENGTH_MAX)
          @Pattern(Synod.DURATION_PATTERN)
          @JsonPropertyDescription(
              "For how long the former credentials go on working after a rotation.")
          @Nullable String overlap) {}
}
