package dev.synod.kernel.simulation;

import dev.synod.kernel.Command;
import dev.synod.kernel.task.Fence;
import org.jspecify.annotations.Nullable;

/** A command that a subject would like to give, perhaps under a task's lease. */
record Wish(String subject, Command command, @Nullable Fence fence) {
  static Wish of(String subject, Command command) {
    return new Wish(subject, command, null);
  }
}
