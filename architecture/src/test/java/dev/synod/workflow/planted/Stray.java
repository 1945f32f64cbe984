package dev.synod.workflow.planted;

import dev.synod.crds.Reference;

/** Planted: an interpreter that knows Kubernetes. */
public record Stray(Reference stray) {}
