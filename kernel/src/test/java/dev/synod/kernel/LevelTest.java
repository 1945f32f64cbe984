package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.level.LevelCommand.RaiseLevel;
import dev.synod.kernel.level.LevelDecision;
import dev.synod.kernel.level.LevelEvent.LevelRaised;
import dev.synod.kernel.level.UnknownLevelException;
import dev.synod.kernel.value.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelTest {
  private static final int NEXT = Kernel.LEVEL + 1;

  @Test
  void shouldRaiseTheLevelForAllWhatFollows() {
    var draft = new Draft(KernelState.EMPTY, Origin.system());

    Rejection rejection = LevelDecision.decide(draft, new RaiseLevel(NEXT), NEXT);

    assertThat(rejection).isNull();
    assertThat(draft.events()).extracting(Recorded::event).containsExactly(new LevelRaised(NEXT));
    assertThat(draft.state().clock().level()).isEqualTo(NEXT);
    assertThat(draft.state().digest()).isNotEqualTo(KernelState.EMPTY.digest());
  }

  @Test
  void shouldChangeNothingWhenTheLevelIsInForceAlready() {
    Step step = apply(new RaiseLevel(Kernel.LEVEL));

    assertThat(step.outcomes().getFirst().reply()).isInstanceOf(Reply.Applied.class);
    assertThat(step.outcomes().getFirst().events()).isEmpty();
  }

  @Test
  void shouldRefuseToLowerTheLevel() {
    Step step = apply(new RaiseLevel(Kernel.LEVEL - 1));

    assertThat(step.outcomes().getFirst().reply())
        .isInstanceOfSatisfying(
            Reply.Rejected.class,
            rejected ->
                assertThat(rejected.rejection().code()).isEqualTo(Code.FAILED_PRECONDITION));
  }

  @Test
  void shouldNotGoOnBehindALevelThatItDoesNotKnow() {
    assertThatThrownBy(() -> apply(new RaiseLevel(NEXT)))
        .isInstanceOf(UnknownLevelException.class)
        .hasMessageContaining("run that version");
  }

  private static Step apply(Command command) {
    var request = new Request(Origin.system(), command, Bytes.EMPTY);
    return Kernel.apply(KernelState.EMPTY, new Batch(1, 1_000, List.of(request)));
  }
}
