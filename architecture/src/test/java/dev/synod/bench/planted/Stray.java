package dev.synod.bench.planted;

import dev.synod.crds.Reference;

/** Planted: a benchmark that knows Kubernetes. */
public record Stray(Reference stray) {}
