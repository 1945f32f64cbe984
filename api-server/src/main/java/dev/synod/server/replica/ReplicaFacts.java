package dev.synod.server.replica;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What parts of this process let the other replicas know, and what those let them know. */
@ApplicationScoped
public class ReplicaFacts {
  /** The consumer of the journal that brings it into the database. */
  public static final String HISTORY = "projection";

  private final AtomicReference<Consumer<Collection<Long>>> heard =
      new AtomicReference<>(sessions -> {});
  private volatile String stagedPolicy = "";
  private volatile long projectedIndex;

  /** OPA beside this process answers by this bundle now; empty where it can't be asked. */
  public void staged(String policyDigest) {
    stagedPolicy = policyDigest;
  }

  /** History has everything up to this log index. */
  void projected(long index) {
    projectedIndex = index;
  }

  /** Who is told of sessions whose clients speak with other replicas, while this one leads. */
  public void onHeard(Consumer<Collection<Long>> listener) {
    heard.set(listener);
  }

  String stagedPolicy() {
    return stagedPolicy;
  }

  long projectedIndex() {
    return projectedIndex;
  }

  void heard(Collection<Long> sessions) {
    heard.get().accept(sessions);
  }
}
