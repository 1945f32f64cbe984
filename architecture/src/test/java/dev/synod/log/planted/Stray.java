package dev.synod.log.planted;

import dev.synod.sdk.SynodClient;

/** Planted: a log that knows its clients. */
public record Stray(SynodClient stray) {}
