package dev.synod.kernel;

/** An event with its place in history. */
public record Recorded(long revision, long timeMillis, Event event) {}
