package dev.synod.log.ratis;

import dev.synod.log.LogEntries;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.entry.SynodTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;

/**
 * The entries in a replica's directory, whether it runs or not; read only. The last ones may not be
 * committed. What a running replica is writing at the moment is left out.
 */
public final class LogDirectory implements LogEntries {
  private final EntryCodec codec = new EntryCodec(SynodTypes.registry());
  private final List<Segment> segments;

  private LogDirectory(List<Segment> segments) {
    this.segments = segments;
  }

  /** Whether a replica has begun a log in the directory. */
  public static boolean isLog(Path directory) {
    return Files.isDirectory(RatisSettings.storage(directory));
  }

  /** Opens the directory that was given to {@link dev.synod.log.LogConfig}. */
  public static LogDirectory open(Path directory) throws IOException {
    return new LogDirectory(Segment.in(RatisSettings.storage(directory)));
  }

  @Override
  public long firstIndex() {
    return segments.isEmpty() ? 0 : segments.getFirst().firstIndex();
  }

  @Override
  public long lastIndex() {
    var last = new long[] {segments.isEmpty() ? -1 : segments.getLast().firstIndex() - 1};
    if (!segments.isEmpty()) {
      read(segments.getLast(), entry -> last[0] = entry.getIndex());
    }
    return last[0];
  }

  @Override
  public List<Entry> after(long index, int max) {
    var found = new ArrayList<Entry>();
    for (int i = 0; i < segments.size() && found.size() < max; i++) {
      boolean past = i + 1 < segments.size() && segments.get(i + 1).firstIndex() <= index + 1;
      if (!past) {
        read(
            segments.get(i),
            entry -> {
              if (entry.getIndex() > index
                  && entry.hasStateMachineLogEntry()
                  && found.size() < max) {
                found.add(decode(entry));
              }
            });
      }
    }
    return found;
  }

  private Entry decode(LogEntryProto entry) {
    return new Entry(
        entry.getTerm(),
        codec.decode(entry.getIndex(), entry.getStateMachineLogEntry().getLogData().toByteArray()));
  }

  private static void read(Segment segment, Consumer<LogEntryProto> consumer) {
    try {
      segment.read(true, consumer);
    } catch (IOException e) {
      throw new LogUnavailableException("The file " + segment.path() + " cannot be read.", e);
    }
  }
}
