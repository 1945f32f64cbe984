package dev.synod.kernel.planted;

import java.util.HashSet;
import java.util.Set;

/** Planted: members in the order of their hashes. */
public final class IteratesInSaltedOrder {
  Set<String> members() {
    return new HashSet<>();
  }
}
