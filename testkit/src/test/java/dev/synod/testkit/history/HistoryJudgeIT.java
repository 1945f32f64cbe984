package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.testkit.history.Operation.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real threads on a register in memory, recorded and judged. */
class HistoryJudgeIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int CLIENTS = 4;
  private static final int OPERATIONS_PER_CLIENT = 200;

  @TempDir private Path folder;

  private record Cell(String value, long revision) {}

  /** A register with compare-and-set; a forgetful one answers reads with what was there before. */
  private static final class Register {
    private final boolean isForgetful;
    private final AtomicReference<Cell> cell = new AtomicReference<>(new Cell("0", 1));
    private volatile Cell former = new Cell("0", 1);

    Register(boolean isForgetful) {
      this.isForgetful = isForgetful;
    }

    Cell read() {
      return isForgetful ? former : cell.get();
    }

    Answer write(Asked asked) {
      Cell present = cell.get();
      Cell next = new Cell(asked.value(), present.revision() + 1);
      if (present.revision() != asked.expected() || !cell.compareAndSet(present, next)) {
        return Answer.REFUSED;
      }
      former = present;
      return Answer.ok(null, next.revision());
    }
  }

  private HistoryJudge.Verdict judge(Register register) throws Exception {
    Path file = folder.resolve("history.jsonl");
    try (var recorder = new HistoryRecorder(file, System::nanoTime);
        var threads = Executors.newFixedThreadPool(CLIENTS)) {
      recorder.add(
          new Operation(
              "before", Kind.WRITE, "r", new Asked("0", 0, 0), Answer.ok(null, 1), new Span(0, 0)));
      List<Future<Void>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(threads.submit(client(recorder, register, client)));
      }
      for (Future<Void> client : clients) {
        client.get(60, TimeUnit.SECONDS);
      }
      assertThat(recorder.operations()).isEqualTo(1 + CLIENTS * OPERATIONS_PER_CLIENT);
    }
    return HistoryJudge.in(folder).judge(file, LIMIT);
  }

  private static Callable<Void> client(HistoryRecorder recorder, Register register, int number) {
    var random = new Random(number);
    return () -> {
      String name = "client" + number;
      for (int i = 0; i < OPERATIONS_PER_CLIENT; i++) {
        long invoked = recorder.now();
        if (random.nextBoolean()) {
          Cell found = register.read();
          var answer = Answer.ok(found.value(), found.revision());
          var span = new Span(invoked, recorder.now());
          recorder.add(new Operation(name, Kind.READ, "r", Asked.NOTHING, answer, span));
        } else {
          var asked = new Asked(name + "-" + i, register.cell.get().revision(), 0);
          Answer answer = register.write(asked);
          var span = new Span(invoked, recorder.now());
          recorder.add(new Operation(name, Kind.WRITE, "r", asked, answer, span));
        }
      }
      return null;
    };
  }

  @Test
  void shouldFindNothingWhereTheRegisterIsLinearizable() throws Exception {
    assertThat(judge(new Register(false)).verdict()).isEqualTo("holds");
  }

  @Test
  void shouldShowAStaleRead() throws Exception {
    HistoryJudge.Verdict verdict = judge(new Register(true));

    assertThat(verdict.verdict()).isEqualTo("violation");
    assertThat(verdict.failures()).hasSize(1);
    assertThat(verdict.failures().getFirst().key()).isEqualTo("r");
    assertThat(Path.of(verdict.failures().getFirst().visualization())).isNotEmptyFile();
  }

  @Test
  void shouldSayWhatIsWrongWithALineThatIsNoOperation() throws Exception {
    Path file = folder.resolve("history.jsonl");
    Files.writeString(file, "{\"client\":\"c\",\"op\":\"look\",\"key\":\"r\"}\n");
    HistoryJudge judge = HistoryJudge.in(folder);

    assertThatThrownBy(() -> judge.judge(file, LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1: expected an op of read, write");
  }

  @Test
  void shouldPassItsOwnTests() throws Exception {
    Path log = folder.resolve("go-test.log");
    int exit =
        new ProcessBuilder("go", "test", "./...")
            .directory(Path.of("linearizability").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();

    assertThat(exit).as(Files.readString(log)).isZero();
  }
}
