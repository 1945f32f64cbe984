package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A definition that has been checked and can be run.
 *
 * @param digest {@code sha256:} and the hexadecimal SHA-256 of its canonical JSON
 * @param source as it was written
 */
public record Definition(String digest, Value source, Workflow workflow) {

  /**
   * Reads a definition.
   *
   * @throws InvalidDefinitionException with the findings of {@link Definitions#check}
   */
  public static Definition parse(Value source) {
    WorkflowReader.Reading reading = WorkflowReader.read(source);
    return new Definition(
        digest(source),
        source,
        reading.workflow().orElseThrow(() -> new InvalidDefinitionException(reading.findings())));
  }

  /** The digest by which a run pins its definition. */
  public static String digest(Value source) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(source.json().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
