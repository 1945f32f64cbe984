package dev.synod.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Numbering;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.audit.Frontier;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.entry.SynodTypes;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalIT {
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path directory;

  private Journal open(JournalConfig.AtLimit atLimit, String... consumers) throws Exception {
    return open(0, atLimit, consumers);
  }

  private Journal open(long keptBytesMax, JournalConfig.AtLimit atLimit, String... consumers)
      throws Exception {
    return Journal.open(
        new JournalConfig(directory, 1_024, 4_096, keptBytesMax, atLimit, Set.of(consumers)),
        SynodTypes.registry());
  }

  /** An entry whose revision is ten times its index. */
  private static JournalRecord.Entry entry(long index) {
    var outcome =
        new Outcome(
            "person:tester",
            Numbering.NONE,
            new Reply.Applied(index * 10, 0),
            List.of(),
            Bytes.ofHex("00ff"));
    return new JournalRecord.Entry(
        index,
        1_000 + index,
        index * 10,
        List.of(new JournalRecord.Item("x.y", Scope.CLUSTER, outcome, null)),
        Frontier.EMPTY);
  }

  private static void append(Journal journal, long from, long through) throws Exception {
    for (long index = from; index <= through; index++) {
      journal.append(entry(index));
    }
  }

  private static List<JournalRecord> read(JournalReader reader) throws Exception {
    List<JournalRecord> records = new ArrayList<>();
    try (reader) {
      for (Optional<JournalRecord> next = reader.next(SHORT);
          next.isPresent();
          next = reader.next(SHORT)) {
        records.add(next.get());
      }
    }
    return records;
  }

  private static List<Long> indexes(List<JournalRecord> records) {
    return records.stream().map(JournalRecord::index).toList();
  }

  @Test
  void shouldReadFromAnyIndexAndAnyRevisionAcrossFiles() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
      append(journal, 1, 60);
      assertThat(journal.paths()).hasSizeGreaterThan(2);
      assertThat(indexes(read(journal.readAfter(0)))).hasSize(60);
      assertThat(read(journal.readAfter(37)).getFirst()).isEqualTo(entry(38));
      assertThat(read(journal.readAfterRevision(375)).getFirst()).isEqualTo(entry(38));
      assertThat(read(journal.readAfter(60))).isEmpty();
    }
  }

  @Test
  void shouldPassOverWhatItAlreadyHas() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
      append(journal, 1, 20);
    }
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
      assertThat(journal.lastIndex()).isEqualTo(20);
      append(journal, 5, 25);
      assertThat(indexes(read(journal.readAfter(0)))).hasSize(25).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldCutOffAHalfWrittenEnd() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
      append(journal, 1, 5);
    }
    for (int cut = 1; cut < 40; cut += 7) {
      Path file = directory.resolve("%020d.journal".formatted(1));
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(bytes.length() - cut);
      }
      try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
        assertThat(journal.lastIndex()).isLessThan(5);
        append(journal, journal.lastIndex() + 1, 5);
        assertThat(indexes(read(journal.readAfter(0)))).containsExactly(1L, 2L, 3L, 4L, 5L);
      }
    }
  }

  @Test
  void shouldReportAGapWhereASealedFileIsDamaged() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE)) {
      append(journal, 1, 60);
      Path first = journal.paths().getFirst();
      try (var bytes = new RandomAccessFile(first.toFile(), "rw")) {
        bytes.seek(bytes.length() / 2);
        bytes.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
      }
      List<JournalRecord> records = read(journal.readAfter(0));
      assertThat(records).filteredOn(r -> r instanceof JournalRecord.Gap).hasSize(1);
      assertThat(records.getLast()).isEqualTo(entry(60));
      JournalRecord.Gap gap =
          (JournalRecord.Gap)
              records.stream()
                  .filter(r -> r instanceof JournalRecord.Gap)
                  .findFirst()
                  .orElseThrow();
      assertThat(indexes(records)).contains(gap.afterIndex(), gap.index() + 1);
    }
  }

  @Test
  void shouldRemoveFilesThatEveryConsumerHas() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE, "history", "search")) {
      append(journal, 1, 60);
      int files = journal.paths().size();
      journal.acknowledge("history", 60);
      assertThat(journal.paths()).hasSize(files);
      journal.acknowledge("search", 30);
      assertThat(journal.paths()).hasSizeLessThan(files);
      assertThat(read(journal.readAfter(30)).getFirst()).isEqualTo(entry(31));
      journal.acknowledge("search", 60);
      assertThat(journal.paths()).hasSize(1);
      assertThatThrownBy(() -> journal.acknowledge("stranger", 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldKeepFilesForAConsumerThatComesBackOlder() throws Exception {
    try (Journal journal = open(2_500, JournalConfig.AtLimit.DROP_OLDEST, "history")) {
      append(journal, 1, 60);
      journal.acknowledge("history", 60);
      long oldest = read(journal.readAfter(0)).get(1).index();
      assertThat(oldest).isGreaterThan(1).isLessThan(40);

      journal.acknowledge("history", oldest - 1);
      append(journal, 61, 75);

      assertThat(indexes(read(journal.readAfter(oldest - 1))))
          .isEqualTo(LongStream.rangeClosed(oldest, 75).boxed().toList());
    }
  }

  @Test
  void shouldDropWhatIsKeptBeforeItRefuses() throws Exception {
    try (Journal journal = open(4_096, JournalConfig.AtLimit.REFUSE, "history")) {
      append(journal, 1, 60);
      journal.acknowledge("history", 60);
      append(journal, 61, 80);
      assertThat(journal.refuses()).isFalse();
      append(journal, 81, 300);
      assertThat(journal.refuses()).isTrue();
      assertThat(read(journal.readAfter(60)).getFirst()).isEqualTo(entry(61));
    }
  }

  @Test
  void shouldRefuseAtTheLimitWhenToldSo() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE, "history")) {
      append(journal, 1, 200);
      assertThat(journal.refuses()).isTrue();
      journal.acknowledge("history", 200);
      assertThat(journal.refuses()).isFalse();
    }
  }

  @Test
  void shouldDropTheOldestAtTheLimitAndTellTheReader() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.DROP_OLDEST, "history")) {
      append(journal, 1, 200);
      assertThat(journal.refuses()).isFalse();
      assertThat(journal.backlogBytes()).isLessThanOrEqualTo(4_096 + 1_200);
      List<JournalRecord> records = read(journal.readAfter(3));
      assertThat(records.getFirst()).isInstanceOf(JournalRecord.Gap.class);
      assertThat(((JournalRecord.Gap) records.getFirst()).afterIndex()).isEqualTo(3);
      assertThat(records.get(1).index()).isEqualTo(records.getFirst().index() + 1);
      assertThat(records.getLast()).isEqualTo(entry(200));
      long measured = 0;
      for (Path path : journal.paths()) {
        measured += Files.size(path);
      }
      assertThat(journal.backlogBytes()).isEqualTo(measured);
    }
  }

  @Test
  void shouldGiveAReaderWhatIsAppendedLater() throws Exception {
    try (Journal journal = open(JournalConfig.AtLimit.REFUSE);
        JournalReader reader = journal.readAfter(0)) {
      assertThat(reader.next(SHORT)).isEmpty();
      append(journal, 1, 1);
      assertThat(reader.next(SHORT)).contains(entry(1));
      append(journal, 2, 30);
      for (long index = 2; index <= 30; index++) {
        assertThat(reader.next(SHORT)).contains(entry(index));
      }
    }
  }
}
