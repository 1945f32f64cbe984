package dev.synod.kernel.planted;

/** Planted: work beside the batch. */
public final class StartsThreads {
  void later(Runnable work) {
    new Thread(work).start();
  }
}
