package dev.synod.testkit.planted;

import dev.synod.kernel.value.Value;

/** Planted: a server for tests that knows the product. */
public record Stray(Value stray) {}
