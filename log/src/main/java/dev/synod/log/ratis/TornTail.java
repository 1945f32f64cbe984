package dev.synod.log.ratis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLogFormat;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a half-written entry off the end of the log. A process that is killed while it writes can
 * leave the first pages of an entry, followed by the zeros of the preallocated file; Ratis would
 * refuse to start. Such an entry was never forced to disk, so nobody was told that it is there.
 * Damage anywhere else stays, and stops the start.
 */
final class TornTail {
  private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
  private static final int CHECKSUM_BYTES = 4;
  private static final int WINDOW_BYTES = 1 << 16;

  private TornTail() {}

  static void repair(Path directory) throws IOException {
    for (Segment segment : Segment.in(directory)) {
      if (segment.open()) {
        repair(segment);
      }
    }
  }

  private static void repair(Segment segment) throws IOException {
    try {
      segment.read(false, entry -> {});
    } catch (IOException damage) {
      long end = endOfIntactEntries(segment);
      try (FileChannel channel =
          FileChannel.open(segment.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long lastByte = lastByteThatIsNotZero(channel);
        if (lastByte >= end + declaredBytes(channel, end)) {
          LOG.error(
              "The log {} is damaged at byte {}, with more behind it; it is left as it is.",
              segment.path(),
              end);
          return;
        }
        LOG.warn(
            "The last entry of the log {} was half-written when the process ended; it is cut off at byte {}.",
            segment.path(),
            end);
        channel.truncate(end);
        channel.force(true);
      }
    }
  }

  private static long endOfIntactEntries(Segment segment) throws IOException {
    var position = new AtomicLong(SegmentedRaftLogFormat.getHeaderLength());
    segment.read(true, entry -> position.addAndGet(bytesOnDisk(entry)));
    return position.get();
  }

  private static long bytesOnDisk(LogEntryProto entry) {
    int size = entry.getSerializedSize();
    return CodedOutputStream.computeUInt32SizeNoTag(size) + (long) size + CHECKSUM_BYTES;
  }

  /** How many bytes the entry at a position says that it has, with its length and checksum. */
  private static long declaredBytes(FileChannel channel, long position) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(10);
    channel.read(start, position);
    try {
      CodedInputStream in = CodedInputStream.newInstance(start.flip());
      int size = in.readUInt32();
      return in.getTotalBytesRead() + Integer.toUnsignedLong(size) + CHECKSUM_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException("The length of the entry cannot be read.", e);
    }
  }

  private static long lastByteThatIsNotZero(FileChannel channel) throws IOException {
    long end = channel.size();
    while (end > 0) {
      long start = Math.max(0, end - WINDOW_BYTES);
      ByteBuffer window = ByteBuffer.allocate((int) (end - start));
      while (window.hasRemaining() && channel.read(window, start + window.position()) > 0) {}
      for (int i = window.position() - 1; i >= 0; i--) {
        if (window.get(i) != 0) {
          return start + i;
        }
      }
      end = start;
    }
    return -1;
  }
}
