package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Lane;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogConfig;
import dev.synod.log.Requests;
import dev.synod.log.dump.LogDump;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of the log on disk after a process was stopped in the middle of a write. */
@Timeout(300)
class TornTailIT {
  private static final int PORT = 15_040;
  private static final int WRITES = 20;
  private static final byte[] ZEROS = new byte[100_000];

  @TempDir Path directory;

  private long revision;

  @BeforeEach
  void write() throws Exception {
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      for (int i = 0; i < WRITES; i++) {
        log.submit(Requests.put("k" + i, Value.of("v".repeat(2_000))), Lane.NORMAL)
            .get(60, TimeUnit.SECONDS);
      }
      revision = log.state().clock().revision();
    }
  }

  private RatisLog open() throws Exception {
    RatisLog log = RatisLog.open(LogConfig.single(directory, PORT));
    log.awaitLeader(Duration.ofSeconds(60));
    return log;
  }

  private Path segment() throws Exception {
    return Segment.in(directory.resolve("raft")).getLast().path();
  }

  private void append(byte[]... parts) throws Exception {
    var out = new ByteArrayOutputStream();
    out.writeBytes(Files.readAllBytes(segment()));
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    Files.write(segment(), out.toByteArray());
  }

  @Test
  void shouldStartWhenTheLastEntryIsHalfWritten() throws Exception {
    for (int length : new int[] {1, 2, 3, 500}) {
      // A length of 2,100 as a varint, then the beginning of the entry, then what was preallocated.
      byte[] begun = new byte[length];
      Arrays.fill(begun, (byte) 7);
      begun[0] = (byte) 0xB4;
      if (length > 1) {
        begun[1] = 0x10;
      }
      append(begun, ZEROS);
      try (RatisLog log = open()) {
        assertThat(log.state().clock().revision()).isEqualTo(revision);
      }
    }
  }

  @Test
  void shouldNotStartWhenTheMiddleIsDamaged() throws Exception {
    byte[] bytes = Files.readAllBytes(segment());
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(segment(), bytes);
    assertThatThrownBy(this::open).isInstanceOf(Exception.class);
    assertThat(Files.readAllBytes(segment())).isEqualTo(bytes);
  }

  @Test
  void shouldPrintTheEntriesOfAStoppedReplica() throws Exception {
    var out = new ByteArrayOutputStream();
    long printed =
        LogDump.print(
            LogDirectory.open(directory), -1, new PrintStream(out, true, StandardCharsets.UTF_8));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize((int) printed);
    assertThat(lines).filteredOn(line -> line.contains("WriteDocument")).hasSize(WRITES);
    assertThat(lines).allMatch(line -> line.startsWith("{\"index\":"));
    assertThat(lines).anyMatch(line -> line.contains("DeclareGroup"));
  }
}
