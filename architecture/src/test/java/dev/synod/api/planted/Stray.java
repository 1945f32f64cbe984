package dev.synod.api.planted;

import dev.synod.sdk.SynodClient;

/** Planted: a contract that knows its client. */
public record Stray(SynodClient stray) {}
