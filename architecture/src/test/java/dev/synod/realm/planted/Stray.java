package dev.synod.realm.planted;

import dev.synod.sdk.SynodClient;

/** Planted: a development environment that knows what it starts. */
public record Stray(SynodClient stray) {}
