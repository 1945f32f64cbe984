package dev.synod.audit.planted;

import dev.synod.kernel.KernelState;

/** Planted: a verifier that shares code with what it verifies. */
public record Stray(KernelState stray) {}
