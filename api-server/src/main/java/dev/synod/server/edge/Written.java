package dev.synod.server.edge;

/** A change took effect, at this revision. */
public record Written(String revision) {}
