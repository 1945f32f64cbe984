package dev.synod.worker.planted;

import dev.synod.log.ReplicatedLog;

/** Planted: a worker that writes the log past the API. */
public record Stray(ReplicatedLog stray) {}
