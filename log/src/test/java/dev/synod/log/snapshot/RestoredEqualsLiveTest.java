package dev.synod.log.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Request;
import dev.synod.kernel.Step;
import dev.synod.kernel.invariant.CountInvariants;
import dev.synod.kernel.simulation.Traffic;
import dev.synod.log.Tail;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.entry.SynodTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restored snapshot equals the live state and goes on as it does, and an entry that was encoded
 * does what it would have done, whatever is asked. {@code -Dseed=N} runs one seed again.
 */
class RestoredEqualsLiveTest {
  private static final int SEEDS = 150;
  private static final int BATCHES = 60;
  private static final int RESTORE_EVERY = 12;

  @TempDir private Path directory;

  private final EntryCodec entries = new EntryCodec(SynodTypes.registry());
  private final SnapshotFile snapshots = new SnapshotFile(SynodTypes.registry());

  @Test
  void shouldGoOnFromASnapshotAsTheLiveStateDoes() throws IOException {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      run(seed);
      return;
    }
    for (long next = 1; next <= SEEDS; next++) {
      run(next);
    }
  }

  private void run(long seed) throws IOException {
    int number = 1;
    try {
      var traffic = new Traffic(seed);
      var dice = new Random(seed);
      KernelState live = traffic.world();
      KernelState restored = live;
      for (; number <= BATCHES; number++) {
        Batch batch = throughBytes(traffic.next(live));
        Step step = Kernel.apply(live, batch);
        Step again = Kernel.apply(restored, batch);
        assertThat(again.outcomes()).isEqualTo(step.outcomes());
        assertThat(again.state().digest()).isEqualTo(step.state().digest());
        live = step.state();
        restored = dice.nextInt(RESTORE_EVERY) == 0 ? throughSnapshot(live) : again.state();
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "Seed %d, batch %d: run it again with -Dseed=%d.%n%s".formatted(seed, number, seed, e),
          e);
    }
  }

  private Batch throughBytes(Batch batch) {
    List<byte[]> requests = batch.requests().stream().map(this::encode).toList();
    int bytes = requests.stream().mapToInt(request -> request.length).sum();
    return entries.decode(batch.index(), EntryCodec.entry(batch.timeMillis(), requests, bytes));
  }

  private byte[] encode(Request request) {
    return entries.encode(request);
  }

  private KernelState throughSnapshot(KernelState state) throws IOException {
    var header = Snapshot.Header.of(state, 1, state.clock().index());
    Path file = directory.resolve("snapshot");
    snapshots.write(file, new Snapshot(header, state, new Tail.Content(0, 0, List.of())));
    KernelState read = snapshots.read(file).state();
    assertThat(read).isEqualTo(state);
    // Numbers that follow from the rest are not in the file, nor compared.
    CountInvariants.check(read);
    return read;
  }
}
