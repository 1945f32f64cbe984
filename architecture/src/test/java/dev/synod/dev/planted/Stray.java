package dev.synod.dev.planted;

import dev.synod.sdk.SynodClient;

/** Planted: a development environment that knows what it starts. */
public record Stray(SynodClient stray) {}
