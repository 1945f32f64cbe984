package dev.synod.log.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/**
 * A file of the log on disk.
 *
 * @param firstIndex of its first entry
 * @param open it is the one that is written
 */
record Segment(Path path, long firstIndex, boolean open) implements Comparable<Segment> {
  /** Larger than any entry that is written, so that nothing intact is refused. */
  private static final SizeInBytes ENTRY_SIZE_MAX = SizeInBytes.valueOf("8MB");

  private static final String OPEN_PREFIX = "log_inprogress_";
  private static final String CLOSED_PREFIX = "log_";

  /** The segments under a replica's directory, oldest first. */
  static List<Segment> in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var paths = Files.walk(directory)) {
      return paths
          .filter(path -> LogSegmentPath.matchLogSegment(path) != null)
          .map(Segment::of)
          .sorted()
          .toList();
    }
  }

  private static Segment of(Path path) {
    String name = path.getFileName().toString();
    boolean open = name.startsWith(OPEN_PREFIX);
    String first = name.substring(open ? OPEN_PREFIX.length() : CLOSED_PREFIX.length());
    int range = first.indexOf('-');
    return new Segment(path, Long.parseLong(range < 0 ? first : first.substring(0, range)), open);
  }

  /** Reads the intact entries; a damaged one is an exception, or the end. */
  void read(boolean untilDamage, Consumer<LogEntryProto> consumer) throws IOException {
    LogSegmentPath segment = LogSegmentPath.matchLogSegment(path);
    LogSegment.readSegmentFile(
        path.toFile(),
        segment.getStartEnd(),
        ENTRY_SIZE_MAX,
        untilDamage ? CorruptionPolicy.WARN_AND_RETURN : CorruptionPolicy.EXCEPTION,
        null,
        consumer);
  }

  @Override
  public int compareTo(Segment other) {
    return Long.compare(firstIndex, other.firstIndex);
  }
}
