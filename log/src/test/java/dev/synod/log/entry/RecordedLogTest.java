package dev.synod.log.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Request;
import dev.synod.kernel.Step;
import dev.synod.kernel.simulation.Traffic;
import dev.synod.log.Tail;
import dev.synod.log.snapshot.Snapshot;
import dev.synod.log.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log that was recorded once leads to the digests that were recorded with it, from the snapshot
 * that it begins with. Behaviour that would change one belongs behind a higher kernel level. {@code
 * -Dfixtures.update=true} records those that are not there; it never touches one that is.
 */
class RecordedLogTest {
  private static final Path FOLDER = Path.of("src/test/resources/recorded");
  private static final boolean UPDATE = Boolean.getBoolean("fixtures.update");
  private static final int BATCHES = 60;

  private final EntryCodec entries = new EntryCodec(SynodTypes.registry());
  private final SnapshotFile snapshots = new SnapshotFile(SynodTypes.registry());

  /** An entry of the log in hexadecimal digits, and the digest of the state behind it. */
  private record Line(long index, String entry, String digest) {
    static Line parse(String line) {
      String[] words = line.split(" ", -1);
      return new Line(Long.parseLong(words[0]), words[1], words[2]);
    }

    @Override
    public String toString() {
      return index + " " + entry + " " + digest;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLeadToTheRecordedDigests(long seed) throws IOException {
    Path snapshot = FOLDER.resolve(seed + ".snapshot");
    Path log = FOLDER.resolve(seed + ".log.gz");
    if (UPDATE && !Files.exists(log)) {
      record(seed, snapshot, log);
    }
    KernelState state = snapshots.read(snapshot).state();

    for (Line line : read(log)) {
      byte[] entry = HexFormat.of().parseHex(line.entry());
      state = Kernel.apply(state, entries.decode(line.index(), entry)).state();
      assertThat(digest(state)).as("digest after entry %d", line.index()).isEqualTo(line.digest());
    }
  }

  private void record(long seed, Path snapshot, Path log) throws IOException {
    var traffic = new Traffic(seed);
    KernelState state = traffic.world();
    var header = Snapshot.Header.of(state, 1, state.clock().index());
    Files.createDirectories(FOLDER);
    snapshots.write(snapshot, new Snapshot(header, state, new Tail.Content(0, 0, List.of())));
    var lines = new ArrayList<String>();
    for (int number = 1; number <= BATCHES; number++) {
      var batch = traffic.next(state);
      List<byte[]> requests = batch.requests().stream().map(this::encode).toList();
      int bytes = requests.stream().mapToInt(request -> request.length).sum();
      byte[] entry = EntryCodec.entry(batch.timeMillis(), requests, bytes);
      Step step = Kernel.apply(state, entries.decode(batch.index(), entry));
      state = step.state();
      lines.add(new Line(batch.index(), HexFormat.of().formatHex(entry), digest(state)).toString());
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private byte[] encode(Request request) {
    return entries.encode(request);
  }

  private static String digest(KernelState state) {
    return "%016x".formatted(state.digest());
  }

  private static List<Line> read(Path log) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(Line::parse)
          .toList();
    }
  }
}
