package dev.synod.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes an archive part by part, so that memory stays bounded. */
final class ReportSink extends OutputStream {
  static final int PART_BYTES = 1 << 20;

  private final ReportStore store;
  private final long report;
  private final String maker;
  private final Room room;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART_BYTES);
  private long bytes;
  private int parts;

  ReportSink(ReportStore store, long report, String maker, Room room) {
    this.store = store;
    this.report = report;
    this.maker = maker;
    this.room = room;
  }

  /** How many bytes there are so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] content, int offset, int length) throws IOException {
    int from = offset;
    while (from < offset + length) {
      int count = Math.min(offset + length - from, PART_BYTES - part.size());
      part.write(content, from, count);
      from += count;
      if (part.size() == PART_BYTES) {
        store();
      }
    }
  }

  /** Stores what is left; the last call. */
  void finish() throws IOException {
    if (part.size() > 0) {
      store();
    }
  }

  private void store() throws IOException {
    bytes += part.size();
    room.expect(bytes);
    if (!store.append(report, maker, parts++, part.toByteArray())) {
      throw new IOException("The report was removed, or is made by another process.");
    }
    part.reset();
  }

  /** The archive is larger than it may be. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }
}
