package dev.synod.testkit.planted;

import dev.synod.log.LogStatus;

/** Planted: a server for tests that knows the log. */
public record Stray(LogStatus stray) {}
