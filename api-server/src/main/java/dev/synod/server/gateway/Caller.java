package dev.synod.server.gateway;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.task.Fence;
import dev.synod.server.identity.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and how a change is to be marked.
 *
 * @param numbering how a repetition is recognised
 * @param fence the task under whose lease the caller acts
 * @param trace W3C traceparent, or empty
 */
public record Caller(
    Subject subject, Numbering numbering, Lane lane, @Nullable Fence fence, String trace) {

  /** A caller whose changes are not numbered. */
  public static Caller of(Subject subject, String trace) {
    return new Caller(subject, Numbering.NONE, Lane.NORMAL, null, trace);
  }

  /** The same caller with another numbering. */
  public Caller numbered(Numbering other) {
    return new Caller(subject, other, lane, fence, trace);
  }
}
