package dev.synod.operator.planted;

import dev.synod.sdk.SynodClient;

/** Planted: an operator that acts as an agent. */
public record Stray(SynodClient stray) {}
