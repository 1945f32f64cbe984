package dev.synod.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what is under way, so that a worker that stops may finish it and begin nothing new. */
final class Drain {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final CountDownLatch never = new CountDownLatch(1);
  private int underWay;
  private boolean draining;

  /** Whether the work may begin; if so, {@link #end} must follow. */
  boolean begin() {
    lock.lock();
    try {
      if (draining) {
        return false;
      }
      underWay++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      underWay--;
      quiet.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nothing begin any more and waits for what is under way; answers whether all of it ended in
   * time.
   */
  boolean drain(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      draining = true;
      long nanos = limit.toNanos();
      while (underWay > 0 && nanos > 0) {
        nanos = quiet.awaitNanos(nanos);
      }
      return underWay == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the thread is interrupted, as the session does when it gives work back. */
  void holdBack() throws InterruptedException {
    never.await();
  }
}
