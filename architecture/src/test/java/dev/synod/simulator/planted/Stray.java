package dev.synod.simulator.planted;

import dev.synod.crds.Reference;

/** Planted: a simulation that knows Kubernetes. */
public record Stray(Reference stray) {}
