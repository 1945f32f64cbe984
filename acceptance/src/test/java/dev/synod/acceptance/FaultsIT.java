package dev.synod.acceptance;

import static dev.synod.acceptance.Stack.synod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Components die in the middle of runs; the runs complete, and no step's result is applied twice.
 */
@ExtendWith(Stack.class)
class FaultsIT {
  private static final Duration RECOVERY = Duration.ofMinutes(3);

  @ParameterizedTest
  @ValueSource(strings = {"api-server", "worker", "operator"})
  void shouldCompleteTheRunWhenAComponentIsKilled(String component) throws Exception {
    String run = "killed-" + component;
    Stack.startRun(run, ".");

    long killed = Stack.kill(component);

    Stack.awaitSucceeded(run, RECOVERY);
    Stack.await(component + " is back", RECOVERY, () -> Stack.pid(component) != killed);
    assertNoStepAppliedTwice(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opa", "keycloak", "postgresql"})
  void shouldCompleteTheRunWhenADependencyIsKilled(String dependency) throws Exception {
    String run = "without-" + dependency;
    Stack.kill(dependency);

    Stack.startRun(run, ".");

    Stack.awaitSucceeded(run, RECOVERY);
    assertNoStepAppliedTwice(run);
  }

  @Test
  void shouldGiveTheTaskToTheOtherReplicaWhenAnAgentDiesHoldingIt() throws Exception {
    Stack.startRun("agent-killed", ".");
    Stack.run(Duration.ofSeconds(10), "pkill", "-9", "-f", Stack.state() + ".*historian")
        .succeeded();
    Stack.awaitSucceeded("agent-killed", RECOVERY);
    assertNoStepAppliedTwice("agent-killed");
  }

  private static void assertNoStepAppliedTwice(String run) throws Exception {
    Result dump = synod("log", "dump", "--as", "admin", "-o", "json").succeeded();
    var mapper = new ObjectMapper();
    var completed = new HashMap<String, Integer>();
    for (String line : dump.out().lines().toList()) {
      var entry = mapper.readTree(line);
      entry
          .findParents("effects")
          .forEach(
              advance -> {
                if (advance.path("ref").path("name").asText().equals(run)) {
                  advance
                      .path("effects")
                      .forEach(
                          effect -> {
                            if (effect.has("output") && effect.has("path")) {
                              completed.merge(effect.path("path").asText(), 1, Integer::sum);
                            }
                          });
                }
              });
    }
    assertThat(completed).as("completed steps of %s in the log", run).isNotEmpty();
    assertThat(completed.values()).allMatch(count -> count == 1);
  }
}
