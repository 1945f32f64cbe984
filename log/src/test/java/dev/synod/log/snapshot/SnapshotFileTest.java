package dev.synod.log.snapshot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.level.UnknownLevelException;
import dev.synod.log.Tail;
import dev.synod.log.entry.SynodTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  @TempDir private Path directory;

  @Test
  void shouldRefuseASnapshotOfALevelThatItDoesNotKnow() throws IOException {
    var snapshots = new SnapshotFile(SynodTypes.registry());
    Path file = directory.resolve("snapshot");
    KernelState state = KernelState.EMPTY;
    var header =
        new Snapshot.Header(Snapshot.Header.FORMAT, Kernel.LEVEL + 1, state.digest(), 1, 1, 0, 0);
    snapshots.write(file, new Snapshot(header, state, new Tail.Content(0, 0, List.of())));

    assertThatThrownBy(() -> snapshots.read(file))
        .isInstanceOf(UnknownLevelException.class)
        .hasMessageContaining("run that version");
  }
}
