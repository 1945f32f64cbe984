package dev.synod.log.snapshot;

import dev.synod.log.codec.CodecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads one section after another, checking each frame before any of its bytes is looked at. */
final class FrameInput extends InputStream {
  private final FileChannel channel;
  private final ByteBuffer header = ByteBuffer.allocate(FrameOutput.FRAME_HEADER_BYTES);
  private SnapshotFile.Section section = SnapshotFile.Section.HEADER;
  private SnapshotFile.Section frameSection = SnapshotFile.Section.HEADER;
  private ByteBuffer frame = ByteBuffer.allocate(0);

  FrameInput(FileChannel channel) throws IOException {
    this.channel = channel;
    ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
    readFully(magic);
    if (magic.getLong(0) != FrameOutput.MAGIC) {
      throw new CodecException("Expected a snapshot, but the file begins otherwise.");
    }
    nextFrame();
  }

  /** Begins a section, which must be the next one. */
  void begin(SnapshotFile.Section next) {
    section = next;
    if (frameSection != next) {
      throw new CodecException(
          "Expected the section %s, but found %s.".formatted(next, frameSection));
    }
  }

  void expectEnd() {
    begin(SnapshotFile.Section.END);
  }

  @Override
  public int read() throws IOException {
    return available() == 0 ? -1 : frame.get() & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = Math.min(available(), length);
    if (count == 0) {
      return length == 0 ? 0 : -1;
    }
    frame.get(into, offset, count);
    return count;
  }

  @Override
  public int available() throws IOException {
    while (frameSection == section
        && section != SnapshotFile.Section.END
        && !frame.hasRemaining()) {
      nextFrame();
    }
    return frameSection == section ? frame.remaining() : 0;
  }

  private void nextFrame() throws IOException {
    readFully(header.clear());
    SnapshotFile.Section found = SnapshotFile.Section.of(header.getInt(0));
    int length = header.getInt(4);
    if (length < 0 || length > FrameOutput.FRAME_BYTES_MAX) {
      throw new CodecException("Expected a frame of the snapshot, but found damage.");
    }
    ByteBuffer next = ByteBuffer.allocate(length);
    readFully(next);
    if (FrameOutput.checksum(found, next.array(), 0, length) != header.getInt(8)) {
      throw new CodecException(
          "Expected an intact frame in the section %s, but its checksum differs.".formatted(found));
    }
    frameSection = found;
    frame = next.flip();
  }

  private void readFully(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new CodecException("Expected more of the snapshot, but the file ends.");
      }
    }
  }
}
