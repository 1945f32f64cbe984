package dev.synod.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.scenario.Scenario;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Scenario scenario =
      new Scenario().agent("ada", Map.of(), 3, "read", "write").agent("bo");

  private static SessionCommand.OpenSession open(
      String agent, int concurrentTasks, long ttlMillis, String... capabilities) {
    return new SessionCommand.OpenSession(
        agent.isEmpty() ? "" : Scenario.NAMESPACE,
        agent,
        new TreeSet<>(Arrays.asList(capabilities)),
        concurrentTasks,
        ttlMillis);
  }

  @Test
  void shouldOfferAllThatTheAgentDeclaresUnlessItSaysLess() {
    String ada = Scenario.subject("ada");
    long all = scenario.done(ada, open("ada", 0, 30_000));
    long some = scenario.done(ada, open("ada", 2, 30_000, "read"));
    long more = scenario.done(ada, open("ada", 9, 30_000));

    var sessions = scenario.state().sessions().table();
    assertThat(sessions.require(all).spec().capabilities()).containsExactly("read", "write");
    assertThat(sessions.require(all).spec().concurrentTasks()).isEqualTo(3);
    assertThat(sessions.require(some).spec().capabilities()).containsExactly("read");
    assertThat(sessions.require(some).spec().concurrentTasks()).isEqualTo(2);
    assertThat(sessions.require(more).spec().concurrentTasks()).isEqualTo(3);
  }

  @Test
  void shouldRefuseWhatIsNotDeclaredNotItsOwnOrOutOfBounds() {
    String ada = Scenario.subject("ada");

    assertThat(scenario.refused(ada, open("ada", 0, 30_000, "fly")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(scenario.refused(ada, open("bo", 0, 30_000)).code())
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(scenario.refused(ada, open("eve", 0, 30_000)).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(scenario.refused(ada, open("ada", 0, 999)).code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(scenario.refused(ada, open("ada", -1, 30_000)).code())
        .isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(scenario.refused(ada, open("", 1, 30_000, SystemCapability.DRIVE_RUN)).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(scenario.refused(Scenario.WORKER, open("", 1, 30_000, "read")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldBeClosedByItsOwnerAlone() {
    long session = scenario.connect("ada");
    var close = new SessionCommand.CloseSession(Scenario.NAMESPACE, session);

    assertThat(scenario.refused(Scenario.subject("bo"), close).code()).isEqualTo(Code.SESSION_GONE);
    scenario.done(Scenario.subject("ada"), close);
    assertThat(scenario.refused(Scenario.subject("ada"), close).code())
        .isEqualTo(Code.SESSION_GONE);
  }

  @Test
  void shouldEndWithItsAgentsDeclaration() {
    scenario.connect("ada");
    scenario.connect("ada");

    scenario.done(
        Scenario.OPERATOR,
        new AgentCommand.RetractAgent(new AgentRef(Scenario.NAMESPACE, "ada"), "uid"));

    assertThat(scenario.state().sessions()).isEqualTo(Sessions.EMPTY);
  }
}
