package dev.synod.torture.planted;

import dev.synod.crds.Reference;

/** Planted: a harness that knows Kubernetes. */
public record Stray(Reference stray) {}
