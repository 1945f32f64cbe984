package dev.synod.cli.planted;

import dev.synod.kernel.value.Value;

/** Planted: a command line that ships the kernel. */
public record Stray(Value stray) {}
