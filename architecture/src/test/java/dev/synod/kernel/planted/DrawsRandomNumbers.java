package dev.synod.kernel.planted;

import java.util.UUID;

/** Planted: an identifier that no other replica has. */
public final class DrawsRandomNumbers {
  UUID id() {
    return UUID.randomUUID();
  }
}
