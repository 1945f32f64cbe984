package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.barrier.BarrierCommand.ArriveAtBarrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.proposal.ProposalCommand.CastBallot;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of the default catalog and HTTP calls, answered by a real kernel. */
class CallsTest {

  private static World world(String tasks) {
    World world = new World(Yaml.definition(tasks), Yaml.value("{n: 7, key: 'a b/é'}"));
    world.drive();
    return world;
  }

  @Test
  void shouldAssignWorkByCapability() {
    World world =
        world(
            "- a: {call: 'assign:1.0.0@default', with: {capability: work, input: {n: '${ .n }'}, agent: agent, priority: High, deadline: 1m30s}}");
    Task task = world.assigned().getFirst();
    assertThat(task.spec().input().json()).isEqualTo("{\"n\":7}");
    assertThat(task.spec().agent()).isEqualTo("agent");
    assertThat(task.spec().priority()).isEqualTo(Priority.HIGH);
    assertThat(task.spec().timeoutMillis()).isEqualTo(90_000);
    assertThat(task.spec().effectId()).startsWith("run-uid/do/0/a#");
    world.complete(task, Value.of("done"));
    world.drive();
    assertThat(world.output()).isEqualTo(Value.of("done"));
  }

  @Test
  void shouldAssignTheTasksInputWhenNoneIsGiven() {
    World world = world("- a: {call: 'assign:1.0.0@default', with: {capability: work}}");
    assertThat(world.assigned().getFirst().spec().input().json())
        .isEqualTo("{\"key\":\"a b/é\",\"n\":7}");
  }

  @Test
  void shouldFaultWhenComputedArgumentsAreWrong() {
    World world = world("- a: {call: 'assign:1.0.0@default', with: {capability: '${ .n }'}}");
    assertThat(world.fault().detail()).contains("/capability", "a string", "7");
    world =
        world(
            "- a: {call: 'assign:1.0.0@default', with: {capability: work, deadline: '${ \"soon\" }'}}");
    assertThat(world.fault().detail()).contains("deadline", "soon");
  }

  @Test
  void shouldWaitUntilABarrierOpens() {
    World world = world("- a: {call: 'barrier:1.0.0@default', with: {name: all}}");
    assertThat(world.isRunning()).isTrue();
    world.as(
        world.agent(),
        new ArriveAtBarrier(new BarrierKey(World.GROUP, "all", "run"), world.agentSession()));
    world.drive();
    assertThat(world.output().json())
        .isEqualTo("{\"arrived\":[\"agent\"],\"instance\":\"run\",\"name\":\"all\",\"open\":true}");
  }

  @Test
  void shouldFaultWhenABarrierBreaks() {
    World world = world("- a: {call: 'barrier:1.0.0@default', with: {name: all, instance: x}}");
    world.passTime(60_000);
    world.drive();
    assertThat(world.fault().type()).isEqualTo("https://synod.dev/errors/barrier-broken");
    assertThat(world.fault().instance()).isEqualTo("/do/0/a");
  }

  @Test
  void shouldFaultWhenABarrierIsNotDeclared() {
    World world = world("- a: {call: 'barrier:1.0.0@default', with: {name: nope}}");
    assertThat(world.fault().type()).isEqualTo("https://synod.dev/errors/not-found");
    assertThat(world.fault().detail()).contains("nope");
  }

  @Test
  void shouldWaitForTheOutcomeOfAProposal() {
    World world =
        world(
            "- a: {call: 'propose:1.0.0@default', with: {decision: release, subject: {n: '${ .n }'}}}");
    long proposal = world.state().proposals().table().values().iterator().next().id();
    world.as(world.agent(), new CastBallot(World.GROUP, proposal, "yes", "fine"));
    world.drive();
    Value.Obj outcome = (Value.Obj) world.output();
    assertThat(outcome.get("outcome")).isEqualTo(Value.of("yes"));
    assertThat(outcome.get("tally")).isEqualTo(Yaml.value("{yes: 1, no: 0}"));
    assertThat(outcome.get("ballots"))
        .isEqualTo(Yaml.value("{agent: {option: 'yes', reason: fine}}"));
  }

  @Test
  void shouldWaitForAPerson() {
    World world =
        world(
            "- a: {call: 'approve:1.0.0@default', with: {title: 'Go ${x}', roles: [editor], timeout: PT10M, fallback: reject}}");
    var approval = world.state().runs().approvals().values().iterator().next();
    assertThat(approval.request().title()).isEqualTo("Go ${x}");
    world.as(
        "person:ada", new DecideApproval("test", approval.id(), true, "ok", List.of("editor")));
    world.drive();
    assertThat(world.output().json())
        .isEqualTo(
            "{\"approved\":true,\"by\":\"person:ada\",\"comment\":\"ok\",\"timedOut\":false}");
  }

  @Test
  void shouldTakeTheFallbackWhenNobodyDecides() {
    World world =
        world(
            "- a: {call: 'approve:1.0.0@default', with: {title: Go, roles: [editor], timeout: 30s, fallback: approve}}");
    world.passTime(30_000);
    world.drive();
    Value.Obj answer = (Value.Obj) world.output();
    assertThat(answer.get("approved")).isEqualTo(Values.TRUE);
    assertThat(answer.get("timedOut")).isEqualTo(Values.TRUE);
  }

  @Test
  void shouldReadAndWriteSharedState() {
    World world =
        world(
            """
            - none: {call: "state:1.0.0@default", with: {get: plan/x}, export: {as: "{none: .}"}}
            - put: {call: "state:1.0.0@default", with: {put: plan/x, value: {a: 1}}}
            - merge: {call: "state:1.0.0@default", with: {merge: findings/x, value: {b: "${ .a }"}}}
            - add: {call: "state:1.0.0@default", with: {add: counts/x, delta: 3}}
            - get: {call: "state:1.0.0@default", with: {get: plan/x}, output: {as: "{plan: ., none: $context.none, count: $input}"}}
            """);
    assertThat(world.output().json()).isEqualTo("{\"count\":3,\"none\":null,\"plan\":{\"a\":1}}");
    assertThat(world.state().documents().get(World.GROUP, "findings/x").value().json())
        .isEqualTo("{\"b\":1}");
  }

  @Test
  void shouldAskAWorkerToCallHttp() {
    World world =
        world(
            """
            - a:
                call: http
                with:
                  method: post
                  endpoint: {uri: "https://a.example/{n}/{key}?x={missing}", authentication: {bearer: {token: "${ .key }"}}}
                  headers: {x-n: "${ .n | tostring }"}
                  body: {n: "${ .n }"}
            """);
    Task task = world.assigned().getFirst();
    assertThat(task.spec().capability()).isEqualTo("call-http");
    assertThat(task.spec().input().json())
        .isEqualTo(
            "{\"authentication\":{\"bearer\":{\"token\":\"a b/é\"}},\"body\":{\"n\":7},\"endpoint\":\"https://a.example/7/a%20b%2F%C3%A9?x=\",\"headers\":{\"x-n\":\"7\"},\"method\":\"post\"}");
  }

  @Test
  void shouldCallAComputedAddressAsItIs() {
    World world =
        world("- a: {call: http, with: {method: get, endpoint: '${ \"https://a.example/{n}\" }'}}");
    assertThat(((Value.Obj) world.assigned().getFirst().spec().input()).get("endpoint"))
        .isEqualTo(Value.of("https://a.example/{n}"));
  }
}
