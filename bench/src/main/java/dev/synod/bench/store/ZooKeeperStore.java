package dev.synod.bench.store;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** Asynchronous {@code setData}, or {@code create} for a new key, pipelined on one session. */
public final class ZooKeeperStore implements Store {
  private static final int SESSION_MILLIS = 40_000;
  private static final long CONNECT_SECONDS_MAX = 30;
  private static final String PARENT = "/documents";

  private final ZooKeeper client;

  public ZooKeeperStore(int port) throws IOException, InterruptedException, KeeperException {
    var connected = new CountDownLatch(1);
    client =
        new ZooKeeper(
            "127.0.0.1:" + port,
            SESSION_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(CONNECT_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IOException("Expected ZooKeeper to answer within 30 s, but it did not.");
    }
    if (client.exists(PARENT, false) == null) {
      client.create(PARENT, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
  }

  @Override
  public String name() {
    return "ZooKeeper";
  }

  @Override
  public void put(int key, byte[] value, Done done) {
    String path = "/" + Keys.name(key);
    client.setData(
        path,
        value,
        -1,
        (code, where, context, stat) -> {
          if (code == KeeperException.Code.NONODE.intValue()) {
            create(path, value, done);
          } else {
            done.done(failure(code));
          }
        },
        null);
  }

  private void create(String path, byte[] value, Done done) {
    client.create(
        path,
        value,
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (code, where, context, name) -> done.done(failure(code)),
        null);
  }

  private static @Nullable Throwable failure(int code) {
    return code == KeeperException.Code.OK.intValue()
        ? null
        : KeeperException.create(KeeperException.Code.get(code));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
