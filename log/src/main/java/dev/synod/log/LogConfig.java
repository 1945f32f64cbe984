package dev.synod.log;

import dev.synod.log.batching.BatchLimits;
import dev.synod.log.journal.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a replica runs.
 *
 * @param directory for everything that the replica keeps
 */
public record LogConfig(
    Group group,
    Path directory,
    BatchLimits batching,
    SnapshotSchedule snapshots,
    Retention retention,
    Timing timing) {

  /**
   * Who replicates.
   *
   * @param shard the name of the part of the key space that this group orders
   * @param self this replica, with the id that it keeps for as long as its directory
   * @param founders who make up the group when it begins, this replica among them; empty where it
   *     waits to be taken into a group. What the log says of its members goes before.
   * @param tls with which replicas know each other, or null for the loopback interface only
   */
  public record Group(
      String shard, LogStatus.Member self, List<LogStatus.Member> founders, @Nullable Tls tls) {
    public static final String FIRST_SHARD = "0";

    public Group {
      founders = List.copyOf(founders);
      if (!founders.isEmpty() && !founders.contains(self)) {
        throw new IllegalArgumentException(
            "Expected this replica, %s, among the founders %s.".formatted(self, founders));
      }
      if (tls == null && !isLoopback(self.address())) {
        throw new IllegalArgumentException(
            "Expected keys and certificates for a replica that others reach at %s; without them it may only be on the loopback interface."
                .formatted(self.address()));
      }
    }

    /** One replica, which peers could reach on the loopback interface. */
    public static Group single(int port) {
      var self = new LogStatus.Member("r1", "127.0.0.1:" + port);
      return new Group(FIRST_SHARD, self, List.of(self), null);
    }

    /** Whether an address of host and port is on this machine alone. */
    static boolean isLoopback(String address) {
      return address.startsWith("127.") || address.startsWith("localhost:");
    }

    /** Whether only this machine reaches the replica. */
    public boolean isLoopback() {
      return isLoopback(self.address());
    }
  }

  /**
   * Keys and certificates of the replicas, in PEM files. Whoever has a certificate of the authority
   * is taken for a replica: it must sign for nothing else.
   *
   * @param key private key, PKCS 8
   * @param certificate with the chain to the authority
   * @param authority certificate of the authority
   */
  public record Tls(Path key, Path certificate, Path authority) {}

  /**
   * A snapshot is written when one of these is reached.
   *
   * @param entriesMax applied since the last one
   * @param bytesMax of entries applied since the last one
   * @param interval since the last one, if anything was applied that is more than the passing of
   *     time
   */
  public record SnapshotSchedule(long entriesMax, long bytesMax, Duration interval) {
    public static final SnapshotSchedule DEFAULT =
        new SnapshotSchedule(100_000, 256L << 20, Duration.ofMinutes(15));
  }

  /**
   * How much of the past is kept for watches and for consumers, and how much of the disk is not
   * filled.
   *
   * @param diskReserveBytes free bytes below which new requests are refused
   * @param heldLogBytesMax of the log that snapshots have made dispensable, and that is kept
   *     nevertheless for members that lack it; beyond, they are given a snapshot when they are back
   */
  public record Retention(
      int tailEventsMax,
      long tailBytesMax,
      JournalConfig journal,
      long diskReserveBytes,
      long heldLogBytesMax) {
    /**
     * Room for the entries in flight, their outcomes, and what the log writes ahead. Half of it
     * holds all that one message of a leader makes a follower write: a follower that is not low on
     * disk turns none away once what it has taken is written.
     */
    public static final long DISK_RESERVE_BYTES_MIN = 32L << 20;

    /** A quarter of a GiB. */
    public static final long DISK_RESERVE_BYTES = 256L << 20;

    /** As much as the journal keeps at most. */
    public static final long HELD_LOG_BYTES = 1L << 30;

    public Retention {
      if (diskReserveBytes < DISK_RESERVE_BYTES_MIN) {
        throw new IllegalArgumentException(
            "Expected a disk reserve of at least %d bytes, but found %d."
                .formatted(DISK_RESERVE_BYTES_MIN, diskReserveBytes));
      }
    }

    /** With the usual reserve and the usual part of the log. */
    public Retention(int tailEventsMax, long tailBytesMax, JournalConfig journal) {
      this(tailEventsMax, tailBytesMax, journal, DISK_RESERVE_BYTES, HELD_LOG_BYTES);
    }
  }

  /**
   * Times of the replica.
   *
   * @param electionMin shortest silence of a leader after which another is elected
   * @param electionMax longest silence of a leader after which another is elected
   * @param tick longest time between two ticks
   * @param indeterminateAfter how long an entry whose submission failed may still turn up as
   *     applied
   */
  public record Timing(
      Duration electionMin, Duration electionMax, Duration tick, Duration indeterminateAfter) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofMillis(150),
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
  }

  /** One replica with everything at its default; nobody consumes the journal yet. */
  public static LogConfig single(Path directory, int port) {
    return new LogConfig(
        Group.single(port),
        directory,
        BatchLimits.DEFAULT,
        SnapshotSchedule.DEFAULT,
        new Retention(65_536, 32L << 20, JournalConfig.in(directory.resolve("journal"), Set.of())),
        Timing.DEFAULT);
  }

  /** This configuration with another journal. */
  public LogConfig withJournal(JournalConfig value) {
    return withRetention(
        new Retention(
            retention.tailEventsMax(),
            retention.tailBytesMax(),
            value,
            retention.diskReserveBytes(),
            retention.heldLogBytesMax()));
  }

  /** This configuration with another reserve of free bytes on the disk. */
  public LogConfig reservingDisk(long bytes) {
    return withRetention(
        new Retention(
            retention.tailEventsMax(),
            retention.tailBytesMax(),
            retention.journal(),
            bytes,
            retention.heldLogBytesMax()));
  }

  /** This configuration, with at most that much of the log kept for members that lack it. */
  public LogConfig holdingLog(long bytesMax) {
    return withRetention(
        new Retention(
            retention.tailEventsMax(),
            retention.tailBytesMax(),
            retention.journal(),
            retention.diskReserveBytes(),
            bytesMax));
  }

  /** This configuration, with at most that many events held for watches. */
  public LogConfig withTailEvents(int eventsMax) {
    return withRetention(
        new Retention(
            eventsMax,
            retention.tailBytesMax(),
            retention.journal(),
            retention.diskReserveBytes(),
            retention.heldLogBytesMax()));
  }

  public LogConfig withRetention(Retention value) {
    return new LogConfig(group, directory, batching, snapshots, value, timing);
  }

  public LogConfig withSnapshots(SnapshotSchedule value) {
    return new LogConfig(group, directory, batching, value, retention, timing);
  }

  public LogConfig withBatching(BatchLimits value) {
    return new LogConfig(group, directory, value, snapshots, retention, timing);
  }

  public LogConfig withTiming(Timing value) {
    return new LogConfig(group, directory, batching, snapshots, retention, value);
  }

  public LogConfig withGroup(Group value) {
    return new LogConfig(value, directory, batching, snapshots, retention, timing);
  }
}
