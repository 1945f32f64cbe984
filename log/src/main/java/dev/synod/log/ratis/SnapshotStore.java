package dev.synod.log.ratis;

import dev.synod.log.codec.CodecException;
import dev.synod.log.snapshot.Snapshot;
import dev.synod.log.snapshot.SnapshotFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a replica, in the directory and under the names that Ratis gives them, so that
 * it can send them to a follower that is too far behind. Two are kept; the log is purged only up to
 * the older one, so that a damaged newer one costs nothing but time.
 */
final class SnapshotStore extends SimpleStateMachineStorage {
  static final int KEPT = 2;
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

  private final SnapshotFile files;
  private volatile @Nullable Path directory;

  SnapshotStore(SnapshotFile files) {
    this.files = files;
  }

  /**
   * The newest snapshot that can be read; damaged newer ones are set aside.
   *
   * @throws IOException if there are snapshots and none can be read, or if the log begins after
   *     what the state holds: going on would silently forget what was acknowledged
   */
  @Nullable Snapshot open(RaftStorage storage) throws IOException {
    Path present = storage.getStorageDir().getStateMachineDir().toPath();
    Files.createDirectories(present);
    directory = present;
    Snapshot newest = newestReadable(present);
    requireNoGap(storage, newest);
    init(storage);
    return newest;
  }

  private @Nullable Snapshot newestReadable(Path present) throws IOException {
    var damaged = new LinkedHashMap<Path, CodecException>();
    for (Path path : newestFirst(present)) {
      try {
        Snapshot snapshot = files.read(path);
        if (MD5FileUtil.readStoredMd5ForFile(path.toFile()) == null) {
          MD5FileUtil.computeAndSaveMd5ForFile(path.toFile());
        }
        for (var each : damaged.entrySet()) {
          setAside(each.getKey(), each.getValue());
        }
        return snapshot;
      } catch (CodecException e) {
        damaged.put(path, e);
      }
    }
    if (damaged.isEmpty()) {
      return null;
    }
    var first = damaged.entrySet().iterator().next();
    throw new IOException(
        "Expected a snapshot that this version can read, but found none among %s; the newest fails with: %s"
            .formatted(damaged.keySet(), first.getValue().getMessage()),
        first.getValue());
  }

  private static void setAside(Path path, CodecException damage) throws IOException {
    LOG.error(
        "The snapshot {} cannot be read and is set aside; the one before it is taken.",
        path,
        damage);
    Files.move(
        path,
        path.resolveSibling(path.getFileName() + ".corrupt"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void requireNoGap(RaftStorage storage, @Nullable Snapshot newest)
      throws IOException {
    long held = newest == null ? -1 : newest.header().index();
    List<Segment> segments = Segment.in(storage.getStorageDir().getRoot().toPath());
    if (!segments.isEmpty() && segments.getFirst().firstIndex() > held + 1) {
      throw new IOException(
          "Expected a log that goes on after entry %d of the newest snapshot, but it begins at %d: a snapshot is missing from %s."
              .formatted(
                  held,
                  segments.getFirst().firstIndex(),
                  storage.getStorageDir().getStateMachineDir()));
    }
  }

  private static List<Path> newestFirst(Path directory) throws IOException {
    try (var paths = Files.list(directory)) {
      var snapshots =
          new ArrayList<>(
              paths
                  .filter(path -> SNAPSHOT_REGEX.matcher(path.getFileName().toString()).matches())
                  .toList());
      snapshots.sort(
          Comparator.comparingLong(
                  (Path path) -> getTermIndexFromSnapshotFile(path.toFile()).getIndex())
              .reversed());
      return snapshots;
    }
  }

  /** Writes a snapshot, while there is room for it, and makes it the latest. */
  void write(Snapshot snapshot, SnapshotFile.Room room) throws IOException {
    long term = snapshot.header().term();
    long index = snapshot.header().index();
    File file = getSnapshotFile(term, index);
    files.write(file.toPath(), snapshot, room);
    MD5Hash checksum = MD5FileUtil.computeAndSaveMd5ForFile(file);
    updateLatestSnapshot(
        new SingleFileSnapshotInfo(new FileInfo(file.toPath(), checksum), term, index));
  }

  /** Bytes of the newest snapshot, or 0. */
  long newestBytes() throws IOException {
    Path present = directory;
    List<Path> paths = present == null ? List.of() : newestFirst(present);
    return paths.isEmpty() ? 0 : Files.size(paths.getFirst());
  }

  /** Removes all but the newest two. */
  void removeOld() throws IOException {
    cleanupOldSnapshots(
        new SnapshotRetentionPolicy() {
          @Override
          public int getNumSnapshotsRetained() {
            return KEPT;
          }
        });
  }

  /**
   * The older one of those kept, up to which the log may be purged, or null while there is only
   * one.
   */
  @Nullable TermIndex older() throws IOException {
    Path present = directory;
    if (present == null) {
      return null;
    }
    List<Path> paths = newestFirst(present);
    return paths.size() < KEPT ? null : getTermIndexFromSnapshotFile(paths.get(1).toFile());
  }
}
