package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.member.MemberCommand.AdmitMember;
import dev.synod.kernel.member.MemberCommand.DismissMember;
import dev.synod.kernel.member.MemberEvent.MemberAdmitted;
import dev.synod.kernel.member.MemberEvent.MemberDismissed;
import dev.synod.kernel.value.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTest {
  @Test
  void shouldKeepWhoWasToBeTakenInAndLetGo() {
    assertThat(events(Origin.system(), new AdmitMember("r3")))
        .containsExactly(new MemberAdmitted("r3"));
    assertThat(events(Origin.system(), new DismissMember("r3")))
        .containsExactly(new MemberDismissed("r3"));
  }

  @Test
  void shouldRefuseANameThatIsNone() {
    assertThat(rejection(Origin.system(), new AdmitMember(""))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(rejection(Origin.system(), new AdmitMember("r".repeat(81))))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldRefuseAnOrderOfSomebodyWithoutAPermit() {
    var origin = new Origin("person:ann", Numbering.NONE, 0, null, Bytes.EMPTY, "");

    assertThat(rejection(origin, new DismissMember("r3"))).isEqualTo(Code.PERMIT_REQUIRED);
  }

  private static Outcome outcome(Origin origin, Command command) {
    var request = new Request(origin, command, Bytes.EMPTY);
    return Kernel.apply(KernelState.EMPTY, new Batch(1, 1_000, List.of(request)))
        .outcomes()
        .getFirst();
  }

  private static List<Event> events(Origin origin, Command command) {
    return outcome(origin, command).events().stream().map(Recorded::event).toList();
  }

  private static Code rejection(Origin origin, Command command) {
    return ((Reply.Rejected) outcome(origin, command).reply()).rejection().code();
  }
}
