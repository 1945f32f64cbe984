package dev.synod.log.journal;

import dev.synod.kernel.value.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a file: a header, then records. The header is magic, format, the index and revision
 * after which the file begins, and a checksum; a record is length, checksum, index, revision and
 * payload, all big-endian.
 */
record JournalFile(Path path, long firstIndex) {
  static final String SUFFIX = ".journal";
  static final int HEADER_BYTES = 32;
  static final int RECORD_HEADER_BYTES = 24;

  /**
   * An entry's outcomes are larger than its requests by a bounded factor; beyond this a length is
   * garbage.
   */
  static final int PAYLOAD_BYTES_MAX = 256 * 1024 * 1024;

  private static final long MAGIC = 0x53594E4F444A4E4CL; // "SYNODJNL"
  private static final int FORMAT = 1;

  private static final int HEADER_CHECKED_BYTES = HEADER_BYTES - 4;

  /** After what a file begins. */
  record Start(long afterIndex, long afterRevision) {}

  /** A record's place and what its header says. */
  record Frame(long index, long revision, Bytes payload, long nextPosition) {}

  static JournalFile named(Path directory, long firstIndex) {
    return new JournalFile(directory.resolve("%020d%s".formatted(firstIndex, SUFFIX)), firstIndex);
  }

  static JournalFile of(Path path) {
    String name = path.getFileName().toString();
    return new JournalFile(
        path, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
  }

  FileChannel openForReading() throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  FileChannel openForAppending() throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  FileChannel create(Start start) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putInt(FORMAT);
    header.putLong(start.afterIndex()).putLong(start.afterRevision());
    header.putInt(checksum(header.array(), HEADER_CHECKED_BYTES, 0, 0)).flip();
    writeFully(channel, header);
    return channel;
  }

  /** After what the file begins, or null if the header is damaged. */
  static @Nullable Start start(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (!readFully(channel, header, 0)) {
      return null;
    }
    header.flip();
    boolean intact =
        header.getLong(0) == MAGIC
            && header.getInt(8) == FORMAT
            && header.getInt(HEADER_CHECKED_BYTES)
                == checksum(header.array(), HEADER_CHECKED_BYTES, 0, 0);
    return intact ? new Start(header.getLong(12), header.getLong(20)) : null;
  }

  /** The record's bytes with its header. */
  static ByteBuffer frame(long index, long revision, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(RECORD_HEADER_BYTES + payload.length);
    frame
        .putInt(payload.length)
        .putInt(checksum(payload, payload.length, index, revision))
        .putLong(index)
        .putLong(revision)
        .put(payload);
    return frame.flip();
  }

  /** The record at a position, or null where there is no whole and intact one. */
  static @Nullable Frame read(FileChannel channel, long position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_BYTES);
    if (!readFully(channel, header, position)) {
      return null;
    }
    int length = header.getInt(0);
    long remaining = channel.size() - position - RECORD_HEADER_BYTES;
    if (length < 0 || length > PAYLOAD_BYTES_MAX || length > remaining) {
      return null;
    }
    ByteBuffer payload = ByteBuffer.allocate(length);
    if (!readFully(channel, payload, position + RECORD_HEADER_BYTES)) {
      return null;
    }
    long index = header.getLong(8);
    long revision = header.getLong(16);
    if (checksum(payload.array(), length, index, revision) != header.getInt(4)) {
      return null;
    }
    return new Frame(
        index, revision, Bytes.ofTrusted(payload.array()), position + RECORD_HEADER_BYTES + length);
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static boolean readFully(FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    while (into.hasRemaining()) {
      int count = channel.read(into, position + into.position());
      if (count < 0) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(byte[] bytes, int length, long index, long revision) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(index).putLong(revision).flip());
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
