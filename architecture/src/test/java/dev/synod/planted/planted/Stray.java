package dev.synod.planted.planted;

import dev.synod.crds.Reference;

/** Planted: a bug that knows what it is planted into. */
public record Stray(Reference stray) {}
