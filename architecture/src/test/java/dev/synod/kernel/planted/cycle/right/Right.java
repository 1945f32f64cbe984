package dev.synod.kernel.planted.cycle.right;

import dev.synod.kernel.planted.cycle.left.Left;

/** Planted: the other half. */
public final class Right {
  Left other = new Left();
}
