package dev.synod.simulator.raft;

import dev.synod.kernel.Command;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.task.Fence;
import org.jspecify.annotations.Nullable;

/** What a client asks for; the replica adds a permit. */
public record ClientRequest(
    String subject, Numbering numbering, @Nullable Fence fence, Command command) {}
