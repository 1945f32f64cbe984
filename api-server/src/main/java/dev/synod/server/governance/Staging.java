package dev.synod.server.governance;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Tells by which bundles requests would be decided if they came now. */
interface Staging {
  /**
   * The revisions of the bundles that the OPAs beside all live replicas decide by; empty text for
   * one that has none yet.
   */
  CompletableFuture<Set<String>> revisions();

  /**
   * That of the OPA beside this replica, when it was last asked; empty where it had none, and
   * before.
   */
  String own();
}
