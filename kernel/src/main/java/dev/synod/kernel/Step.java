package dev.synod.kernel;

import java.util.List;

/**
 * What applying a batch gave.
 *
 * @param outcomes one per request, in order
 */
public record Step(KernelState state, List<Outcome> outcomes) {}
