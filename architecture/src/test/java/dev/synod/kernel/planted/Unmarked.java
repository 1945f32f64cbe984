package dev.synod.kernel.planted;

/** Planted: a class in a package that leaves nullness open. */
public final class Unmarked {}
