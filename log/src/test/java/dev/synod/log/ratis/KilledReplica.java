package dev.synod.log.ratis;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogConfig;
import dev.synod.log.Requests;
import dev.synod.log.journal.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A process that writes until it is killed, and tells of each acknowledged write after it was
 * acknowledged.
 */
final class KilledReplica {
  private static final int OUTSTANDING = 64;

  private KilledReplica() {}

  static LogConfig config(Path directory, int port) {
    return LogConfig.single(directory, port)
        .withSnapshots(new LogConfig.SnapshotSchedule(60, Long.MAX_VALUE, Duration.ofDays(1)))
        .withRetention(
            new LogConfig.Retention(
                65_536,
                32L << 20,
                new JournalConfig(
                    directory.resolve("journal"),
                    16_384,
                    1L << 30,
                    0,
                    JournalConfig.AtLimit.DROP_OLDEST,
                    Set.of())));
  }

  public static void main(String[] arguments) throws Exception {
    RatisLog log = RatisLog.open(config(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
    log.awaitLeader(Duration.ofSeconds(30));
    String round = arguments[2];
    log.submit(Requests.declareGroup(), Lane.NORMAL).get();
    var places = new Semaphore(OUTSTANDING);
    for (int i = 0; ; i++) {
      places.acquire();
      String key = round + "-" + i;
      log.submit(Requests.put(key, Value.of(i)), Lane.NORMAL)
          .whenComplete(
              (reply, failure) -> {
                if (reply instanceof Reply.Applied applied) {
                  System.out.println("acknowledged " + key + " " + applied.revision());
                }
                places.release();
              });
    }
  }
}
