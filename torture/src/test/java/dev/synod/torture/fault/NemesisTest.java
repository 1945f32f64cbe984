package dev.synod.torture.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NemesisTest {
  private static final long SEED = 7;

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Fault> asked = new ArrayList<>();
  private int mended;

  @Test
  void shouldSayWhichFaultCouldNotBeInflictedAndNotCountIt() {
    var nemesis = new Nemesis(new Unbreakable(), SEED, end);

    nemesis.run();

    assertThat(asked).hasSize(1);
    assertThat(nemesis.done()).isEmpty();
    assertThat(nemesis.failure().orElseThrow())
        .contains("Fault 1 (" + asked.getFirst(), "no such process", "no faults after it");
  }

  @Test
  void shouldSayWhichFaultCouldNotBeMended() {
    var nemesis =
        new Nemesis(
            new Unbreakable() {
              @Override
              public Mending inflict(Fault fault, int target) {
                end.countDown();
                return () -> {
                  throw new AssertionError("it does not start again");
                };
              }
            },
            SEED,
            end);

    nemesis.run();

    assertThat(nemesis.done()).hasSize(1);
    assertThat(nemesis.failure().orElseThrow()).contains("Fault 1", "it does not start again");
  }

  @Test
  void shouldFailWhereNobodyLeads() {
    var nemesis =
        new Nemesis(
            new Unbreakable() {
              @Override
              public int leader() {
                throw new AssertionError("Expected within PT2M: a leader");
              }
            },
            SEED,
            end);

    nemesis.run();

    assertThat(nemesis.done()).isEmpty();
    assertThat(nemesis.failure().orElseThrow()).contains("no leader was found");
  }

  @Test
  void shouldMendWhatItInflictedWhenTheRunEnds() {
    var nemesis =
        new Nemesis(
            new Unbreakable() {
              @Override
              public Mending inflict(Fault fault, int target) {
                end.countDown();
                return () -> mended++;
              }
            },
            SEED,
            end);

    nemesis.run();

    assertThat(nemesis.failure()).isEmpty();
    assertThat(nemesis.done()).hasSize(1);
    assertThat(nemesis.done().getFirst().inflictedNanos())
        .isGreaterThanOrEqualTo(nemesis.done().getFirst().askedNanos());
    assertThat(mended).isEqualTo(1);
  }

  /** Three places at which nothing can be broken. */
  private class Unbreakable implements Arena {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public boolean allows(Fault fault) {
      return true;
    }

    @Override
    public int leader() {
      return 0;
    }

    @Override
    public Mending inflict(Fault fault, int target) throws IOException {
      asked.add(fault);
      throw new IOException("no such process");
    }
  }
}
