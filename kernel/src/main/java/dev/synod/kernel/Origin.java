package dev.synod.kernel;

import dev.synod.kernel.task.Fence;
import dev.synod.kernel.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, with what right.
 *
 * @param subject {@code person:NAME}, {@code agent:NAMESPACE/NAME}, {@code service:NAME} or {@link
 *     #SYSTEM}
 * @param permit revision of the logged permit; 0 for the system
 * @param fence the task under whose lease the subject acts, which must still be its own
 * @param salt random bytes from the edge, for the audit leaf
 * @param trace W3C traceparent, or empty
 */
public record Origin(
    String subject,
    Numbering numbering,
    long permit,
    @Nullable Fence fence,
    Bytes salt,
    String trace) {
  /** The coordination itself: ticks, expiries, permits. */
  public static final String SYSTEM = "system";

  /** The origin of a command of the system's own. */
  public static Origin system() {
    return new Origin(SYSTEM, Numbering.NONE, 0, null, Bytes.EMPTY, "");
  }
}
