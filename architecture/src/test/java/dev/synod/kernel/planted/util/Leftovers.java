package dev.synod.kernel.planted.util;

/** Planted: what nobody found a place for. */
public final class Leftovers {}
