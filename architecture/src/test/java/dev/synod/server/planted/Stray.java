package dev.synod.server.planted;

import dev.synod.workflow.definition.Definition;

/** Planted: an API server that reads workflow definitions. */
public record Stray(Definition stray) {}
