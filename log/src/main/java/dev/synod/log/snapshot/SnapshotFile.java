package dev.synod.log.snapshot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.level.UnknownLevelException;
import dev.synod.log.Tail;
import dev.synod.log.codec.Cbor;
import dev.synod.log.codec.Codec;
import dev.synod.log.codec.CodecException;
import dev.synod.log.codec.CodecRegistry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a snapshot beside its place, forces it to disk, and moves it there; reads it with every
 * check.
 */
public final class SnapshotFile {
  private final Codec<Snapshot.Header> headers;
  private final Codec<KernelState> states;
  private final Codec<Tail.Content> tails;

  public SnapshotFile(CodecRegistry codecs) {
    headers = codecs.codec(Snapshot.Header.class);
    states = codecs.codec(KernelState.class);
    tails = codecs.codec(Tail.Content.class);
  }

  /** Says whether so many bytes more may be written. */
  @FunctionalInterface
  public interface Room {
    /**
     * Is asked before each piece, for nobody knows how large a snapshot becomes.
     *
     * @throws IOException if they may not
     */
    void require(int bytes) throws IOException;
  }

  /** Writes the snapshot so that the path holds either all of it or what it held before. */
  public void write(Path path, Snapshot snapshot) throws IOException {
    write(path, snapshot, bytes -> {});
  }

  /** Writes the snapshot as {@link #write(Path, Snapshot)} does, while there is room for it. */
  public void write(Path path, Snapshot snapshot, Room room) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".writing");
    try {
      writeBeside(beside, snapshot, room);
    } catch (IOException e) {
      // A part of one, as on a full disk, would only take up room.
      Files.deleteIfExists(beside);
      throw e;
    }
    try {
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("Expected a file system with atomic renames at " + path + ".", e);
    }
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      forceDirectory(directory);
    }
  }

  private void writeBeside(Path beside, Snapshot snapshot, Room room) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      try (var frames = new FrameOutput(channel, room)) {
        section(frames, Section.HEADER, headers, snapshot.header());
        section(frames, Section.STATE, states, snapshot.state());
        section(frames, Section.TAIL, tails, snapshot.tail());
        frames.end();
      }
      channel.force(true);
    }
  }

  private static <T> void section(FrameOutput frames, Section section, Codec<T> codec, T value)
      throws IOException {
    frames.begin(section);
    try (CBORGenerator out = Cbor.generator(frames)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      codec.write(out, value);
    }
    frames.endSection();
  }

  /** A rename is durable only when its directory is. */
  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The header alone. */
  public Snapshot.Header readHeader(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return read(new FrameInput(channel), Section.HEADER, headers);
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws CodecException if anything in it is not as it was written
   * @throws UnknownLevelException if a newer version wrote it
   */
  public Snapshot read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var frames = new FrameInput(channel);
      Snapshot.Header header = read(frames, Section.HEADER, headers);
      if (header.format() != Snapshot.Header.FORMAT) {
        throw new CodecException(
            "Expected a snapshot of format %d, but found %d."
                .formatted(Snapshot.Header.FORMAT, header.format()));
      }
      if (header.level() > Kernel.LEVEL) {
        throw new UnknownLevelException(header.level(), Kernel.LEVEL);
      }
      KernelState state = read(frames, Section.STATE, states);
      Tail.Content tail = read(frames, Section.TAIL, tails);
      frames.expectEnd();
      if (state.digest() != header.digest()) {
        throw new CodecException(
            "Expected a state of digest %016x, but found %016x."
                .formatted(header.digest(), state.digest()));
      }
      return new Snapshot(header, state, tail);
    }
  }

  private static <T> T read(FrameInput frames, Section section, Codec<T> codec) throws IOException {
    frames.begin(section);
    try (CBORParser in = Cbor.parser(frames)) {
      in.nextToken();
      T value = codec.read(in);
      if (in.nextToken() != null) {
        throw new CodecException("Expected nothing after the section " + section + ".");
      }
      return value;
    } catch (RuntimeException e) {
      throw CodecRegistry.asCodecException(e, "Expected the section " + section + ".");
    }
  }

  /** The parts of the file, by their order. */
  enum Section {
    HEADER(0),
    STATE(1),
    TAIL(2),
    END(3);

    private final int code;

    Section(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Section of(int code) {
      for (Section section : values()) {
        if (section.code == code) {
          return section;
        }
      }
      throw new CodecException("Expected a section of the snapshot, but found damage.");
    }
  }
}
