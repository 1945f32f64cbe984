package dev.synod.kernel.planted.cycle.left;

import dev.synod.kernel.planted.cycle.right.Right;

/** Planted: half of a cycle. */
public final class Left {
  Right other = new Right();
}
