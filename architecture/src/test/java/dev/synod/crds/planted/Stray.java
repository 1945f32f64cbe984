package dev.synod.crds.planted;

import dev.synod.kernel.value.Value;

/** Planted: a custom resource that knows the kernel. */
public record Stray(Value stray) {}
