package dev.synod.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NumberedRequestsTest {
  private static final String ADA = Scenario.subject("ada");
  private final Scenario scenario = new Scenario().agent("ada").group();
  private long session;

  @BeforeEach
  void connect() {
    session = scenario.connect("ada");
  }

  private static Command increment() {
    return new DocumentCommand.WriteDocument(
        Scenario.GROUP, "count/a", new Write.Add((Value.Num) Value.of(1)), DocumentCommand.ANY);
  }

  private Reply send(Numbering numbering) {
    return send(numbering, increment());
  }

  private Reply send(Numbering numbering, Command command) {
    return scenario.apply(scenario.origin(ADA, command, numbering, null), command);
  }

  private Numbering number(long number) {
    return new Numbering.Sequenced(session, Lane.NORMAL, number, 0);
  }

  private Value count() {
    return Objects.requireNonNull(scenario.state().documents().get(Scenario.GROUP, "count/a"))
        .value();
  }

  @Test
  void shouldGiveARepeatedNumberTheReplyItGotBefore() {
    Reply first = send(number(1));
    send(number(2));
    int audited = (int) scenario.state().audit().size();

    assertThat(send(number(1))).isEqualTo(first);
    assertThat(count()).isEqualTo(Value.of(2));
    assertThat(scenario.state().audit().size()).isEqualTo(audited);
  }

  @Test
  void shouldRepeatARefusalToo() {
    var command =
        new DocumentCommand.WriteDocument(
            Scenario.GROUP, "other/a", new Write.Delete(), DocumentCommand.ANY);
    Reply refused = send(number(1), command);
    assertThat(Scenario.code(refused)).isEqualTo(Code.UNDECLARED_KEY);

    // The number is used up: the same number with a good command is still the old request
    assertThat(send(number(1))).isEqualTo(refused);
    assertThat(send(number(2))).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldRefuseASkippedNumberAndTakeItOnceTheGapIsFilled() {
    send(number(1));

    Rejection gap = Scenario.rejection(send(number(3)));
    assertThat(gap.code()).isEqualTo(Code.SEQUENCE_GAP);
    assertThat(gap.details().get("expected")).isEqualTo(Value.of(2));
    assertThat(gap.details().get("found")).isEqualTo(Value.of(3));

    send(number(2));
    assertThat(send(number(3))).isInstanceOf(Reply.Applied.class);
    assertThat(count()).isEqualTo(Value.of(3));
  }

  @Test
  void shouldForgetAcknowledgedReplies() {
    send(number(1));
    send(new Numbering.Sequenced(session, Lane.NORMAL, 2, 1));

    assertThat(Scenario.code(send(number(1)))).isEqualTo(Code.SEQUENCE_GAP);
    assertThat(send(number(2))).isInstanceOf(Reply.Applied.class);
    assertThat(count()).isEqualTo(Value.of(2));
  }

  @Test
  void shouldCountEachLaneForItself() {
    for (Lane lane : Lane.values()) {
      assertThat(send(new Numbering.Sequenced(session, lane, 1, 0)))
          .isInstanceOf(Reply.Applied.class);
    }
    assertThat(count()).isEqualTo(Value.of(3));
  }

  @Test
  void shouldRefuseNumbersOfASessionThatIsNotTheCallers() {
    scenario.agent("bo");
    Command command = increment();
    var foreign = new Numbering.Sequenced(session, Lane.NORMAL, 1, 0);
    String bo = Scenario.subject("bo");

    assertThat(Scenario.code(scenario.apply(scenario.origin(bo, command, foreign, null), command)))
        .isEqualTo(Code.SESSION_GONE);
    scenario.expire(session);
    assertThat(Scenario.code(send(number(1)))).isEqualTo(Code.SESSION_GONE);
  }

  @Test
  void shouldRefuseMoreThanTheClientAcknowledges() {
    for (int i = 1; i <= Limits.UNACKNOWLEDGED_MAX; i++) {
      send(number(i));
    }
    long next = Limits.UNACKNOWLEDGED_MAX + 1;

    assertThat(Scenario.code(send(number(next)))).isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(Scenario.code(send(number(next)))).isEqualTo(Code.LIMIT_EXCEEDED);

    // It was not counted, and is taken once something is acknowledged
    assertThat(send(new Numbering.Sequenced(session, Lane.NORMAL, next, 10)))
        .isInstanceOf(Reply.Applied.class);
    assertThat(count()).isEqualTo(Value.of(next));
  }

  @Test
  void shouldTakeTheSameNumberAgainOnceItHasAPermit() {
    Command command = increment();
    var without = new Origin(ADA, number(1), 0, null, Bytes.EMPTY, "");
    assertThat(Scenario.code(scenario.apply(without, command))).isEqualTo(Code.PERMIT_REQUIRED);

    scenario.permit(ADA, Action.STATE_WRITE);

    assertThat(send(number(1))).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldTakeAKeyOnceAndOnlyForTheSameRequest() {
    var key = new Numbering.Keyed("key", Bytes.ofHex("01"));
    Reply first = send(key);

    assertThat(send(key)).isEqualTo(first);
    assertThat(Scenario.code(send(new Numbering.Keyed("key", Bytes.ofHex("02")))))
        .isEqualTo(Code.KEY_REUSED);
    assertThat(count()).isEqualTo(Value.of(1));
  }

  @Test
  void shouldForgetAKeyAfterItsTime() {
    var key = new Numbering.Keyed("key|with a bar", Bytes.ofHex("01"));
    send(key);

    for (long passed = 0; passed <= Limits.KEYED_OUTCOME_TTL_MILLIS; passed += 60_000) {
      scenario.tickAfter(60_000);
    }
    assertThat(scenario.state().keyed().size()).isZero();
    send(key);

    assertThat(count()).isEqualTo(Value.of(2));
  }

  @Test
  void shouldLetARefusedKeyBeTriedAgain() {
    var command =
        new DocumentCommand.WriteDocument(
            Scenario.GROUP, "other/a", new Write.Delete(), DocumentCommand.ANY);
    var key = new Numbering.Keyed("key", Bytes.ofHex("01"));
    assertThat(Scenario.code(send(key, command))).isEqualTo(Code.UNDECLARED_KEY);

    assertThat(send(key)).isInstanceOf(Reply.Applied.class);
  }
}
