package dev.synod.examples.planted;

import dev.synod.kernel.value.Value;

/** Planted: an agent that knows the kernel. */
public record Stray(Value stray) {}
