package dev.synod.log.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Cuts sections into frames of section, length, checksum and bytes, so that damage is found where
 * it is.
 */
final class FrameOutput extends OutputStream {
  static final long MAGIC = 0x53594E4F44534E50L; // "SYNODSNP"
  static final int FRAME_BYTES_MAX = 1024 * 1024;
  static final int FRAME_HEADER_BYTES = 12;

  private final FileChannel channel;
  private final SnapshotFile.Room room;
  private final ByteBuffer frame =
      ByteBuffer.allocate(FRAME_HEADER_BYTES + FRAME_BYTES_MAX).position(FRAME_HEADER_BYTES);
  private SnapshotFile.Section section = SnapshotFile.Section.HEADER;

  FrameOutput(FileChannel channel, SnapshotFile.Room room) throws IOException {
    this.channel = channel;
    this.room = room;
    writeFully(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip());
  }

  void begin(SnapshotFile.Section next) {
    section = next;
  }

  @Override
  public void write(int b) throws IOException {
    if (!frame.hasRemaining()) {
      writeFrame();
    }
    frame.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      if (!frame.hasRemaining()) {
        writeFrame();
      }
      int count = Math.min(frame.remaining(), length - written);
      frame.put(bytes, offset + written, count);
      written += count;
    }
  }

  void endSection() throws IOException {
    if (frame.position() > FRAME_HEADER_BYTES) {
      writeFrame();
    }
  }

  /** Marks the end, so that a file that was cut off is known as such. */
  void end() throws IOException {
    section = SnapshotFile.Section.END;
    writeFrame();
  }

  private void writeFrame() throws IOException {
    int length = frame.position() - FRAME_HEADER_BYTES;
    frame.putInt(0, section.code()).putInt(4, length);
    frame.putInt(8, checksum(section, frame.array(), FRAME_HEADER_BYTES, length));
    room.require(frame.position());
    writeFully(frame.flip());
    frame.clear().position(FRAME_HEADER_BYTES);
  }

  static int checksum(SnapshotFile.Section section, byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(section.code());
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
