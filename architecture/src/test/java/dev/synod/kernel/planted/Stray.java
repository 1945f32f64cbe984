package dev.synod.kernel.planted;

import org.slf4j.Logger;

/** Planted: a kernel that writes a log. */
public record Stray(Logger stray) {}
