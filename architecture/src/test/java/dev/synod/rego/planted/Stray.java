package dev.synod.rego.planted;

import dev.synod.kernel.KernelState;

/** Planted: a policy that is not in force, beside the state. */
public record Stray(KernelState stray) {}
