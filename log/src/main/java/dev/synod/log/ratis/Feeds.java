package dev.synod.log.ratis;

import dev.synod.log.Applied;
import dev.synod.log.AppliedListener;
import dev.synod.log.ReplicatedLog.Backpressure;
import dev.synod.log.ReplicatedLog.Subscription;
import java.util.concurrent.CopyOnWriteArrayList;

/** All listeners of a replica. */
final class Feeds {
  private final CopyOnWriteArrayList<AppliedFeed> feeds = new CopyOnWriteArrayList<>();

  Subscription add(String name, Backpressure backpressure, AppliedListener listener) {
    var feed = new AppliedFeed(name, backpressure, listener);
    feeds.add(feed);
    return () -> {
      feeds.remove(feed);
      feed.close();
    };
  }

  void applied(Applied applied) {
    for (AppliedFeed feed : feeds) {
      if (!feed.offer(applied)) {
        feeds.remove(feed);
      }
    }
  }

  /** Ends all, waiting for those that the log waits for. */
  void drain() throws InterruptedException {
    for (AppliedFeed feed : feeds) {
      feed.drain();
    }
    feeds.clear();
  }
}
