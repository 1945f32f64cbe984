package dev.synod.kernel.task;

import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done.
 *
 * @param capability {@code name} or {@code name@version}
 * @param agent the only agent that may do it, or empty
 * @param timeoutMillis from its submission to its end; 0 for never
 * @param attemptsMax times that it is given out
 * @param effectId stable over all attempts, the idempotency key for whoever is called
 * @param step of the run that waits for it, or null
 * @param submittedBy the subject that asked; empty where a run did
 */
public record TaskSpec(
    GroupRef group,
    String capability,
    String agent,
    Value input,
    Priority priority,
    long timeoutMillis,
    int attemptsMax,
    String effectId,
    @Nullable StepRef step,
    String submittedBy) {}
