package dev.synod.kernel.run;

import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;

/**
 * What a run was started with.
 *
 * @param digest of the definition that it keeps to the end
 */
public record RunSpec(
    Declaration declaration, String workflow, GroupRef group, String digest, Value input) {}
