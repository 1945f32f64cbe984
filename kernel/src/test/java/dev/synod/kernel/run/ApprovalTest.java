package dev.synod.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SystemCapability;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalTest {
  private final Scenario scenario = new Scenario().agent("ada").group().workflow("ship");

  @BeforeEach
  void connect() {
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
  }

  private Driven asked(boolean fallbackApproves) {
    return Driven.start(scenario, "r1", "ship")
        .enter(
            "/do/0",
            new RunEffect.RequestApproval(
                "/do/0", "Ship?", List.of("editor", "governor"), 10_000, fallbackApproves));
  }

  private long pending() {
    return scenario.state().runs().pending().head();
  }

  private Reply decide(String person, String namespace, boolean approve, String role) {
    return scenario.as(
        person,
        new RunCommand.DecideApproval(namespace, pending(), approve, "because", List.of(role)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTellTheRunWhatAPersonDecided(boolean approve) {
    Driven run = asked(true);

    decide(Scenario.ANN, Scenario.NAMESPACE, approve, "editor");

    assertThat(run.inbox())
        .containsExactly(
            new Trigger.ApprovalSettled("/do/0", approve, Scenario.ANN, "because", false));
    assertThat(scenario.state().runs().pending()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTakeTheFallbackWhenNobodyDecidedInTime(boolean fallbackApproves) {
    Driven run = asked(fallbackApproves);
    long id = pending();

    scenario.tickAfter(10_000);

    assertThat(run.inbox())
        .containsExactly(
            new Trigger.ApprovalSettled(
                "/do/0", fallbackApproves, "", "Nobody decided in time.", true));
    assertThat(scenario.state().runs().approvals().require(id).status())
        .isEqualTo(ApprovalStatus.TIMED_OUT);
  }

  @Test
  void shouldRefuseAPersonWithoutARoleAndAnotherNamespace() {
    asked(true);

    assertThat(Scenario.code(decide(Scenario.ANN, Scenario.NAMESPACE, true, "viewer")))
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Scenario.code(decide(Scenario.ANN, "elsewhere", true, "editor")))
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void shouldBeDecidedOnce() {
    asked(true);
    long id = pending();
    var yes = new RunCommand.DecideApproval("shop", id, true, "", List.of("editor"));
    var no = new RunCommand.DecideApproval("shop", id, false, "", List.of("editor"));
    scenario.done(Scenario.ANN, yes);

    assertThat(scenario.as(Scenario.ANN, yes)).isInstanceOf(Reply.Applied.class);
    assertThat(scenario.refused(Scenario.ANN, no).code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(scenario.refused("person:ben", yes).code()).isEqualTo(Code.FAILED_PRECONDITION);
  }
}
