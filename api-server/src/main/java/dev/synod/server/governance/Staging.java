package dev.synod.server.governance;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Tells by which bundles requests would be decided if they came now. */
interface Staging {
  /**
   * Asks the OPA beside this replica for the revision of the bundle that it decides by; empty where
   * it has none. Completes exceptionally where it can't be asked.
   */
  CompletableFuture<String> ask();

  /**
   * That of the OPA beside this replica, when it was last asked; empty where it had none, could not
   * be asked, and before.
   */
  String own();

  /**
   * The revisions by which the OPAs beside all live replicas decide. One that has no bundle, or
   * can't be asked, decides nothing and is not among them: what it says later is not taken unless
   * it is of the revision in force.
   */
  CompletableFuture<Set<String>> everywhere();
}
