package dev.synod.log.ratis;

import dev.synod.log.LogEntries;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.entry.EntryCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogIOException;

/** Reads command entries out of the running log; entries of Ratis's own are passed over. */
final class RatisEntries implements LogEntries {
  private final RaftLog log;
  private final EntryCodec codec;

  RatisEntries(RaftLog log, EntryCodec codec) {
    this.log = log;
    this.codec = codec;
  }

  @Override
  public long firstIndex() {
    return log.getStartIndex();
  }

  @Override
  public long lastIndex() {
    return log.getLastCommittedIndex();
  }

  @Override
  public List<Entry> after(long index, int max) {
    var found = new ArrayList<Entry>();
    long last = lastIndex();
    for (long next = Math.max(index + 1, firstIndex());
        next <= last && found.size() < max;
        next++) {
      LogEntryProto entry = read(next);
      if (entry != null && entry.hasStateMachineLogEntry()) {
        found.add(
            new Entry(
                entry.getTerm(),
                codec.decode(next, entry.getStateMachineLogEntry().getLogData().toByteArray())));
      }
    }
    return found;
  }

  private LogEntryProto read(long index) {
    try {
      return log.get(index);
    } catch (RaftLogIOException e) {
      throw new LogUnavailableException("The entry %d cannot be read.".formatted(index), e);
    }
  }
}
