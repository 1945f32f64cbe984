package dev.synod.sdk.planted;

import dev.synod.kernel.value.Value;

/** Planted: a client that ships the kernel. */
public record Stray(Value stray) {}
