package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.workspace.FreePorts;
import dev.synod.server.governance.DeclaredPolicies;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of three servers stands still, as in a long pause of its machine, and goes on. */
@Timeout(600)
class PausedReplicasIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** For how long what must not happen is waited for. */
  private static final Duration HELD = Duration.ofSeconds(2);

  private static final String STATE = Review.GROUP + "/state/";
  private static final String MEMBERS = "/v1/cluster/members";

  private static final List<BundleRelay> relays = new ArrayList<>();

  private static Replicas synod;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    synod = Replicas.start(3, PausedReplicasIT::prepare);
    lead = synod.issuers().agent("review", "lead");
    admin = synod.issuers().person("ada", "admin");
    Review.declare(synod.follower(), synod.issuers());
    for (ApiServer server : synod.servers()) {
      Await.until(
          LIMIT, "declared", () -> server.get(lead, Review.GROUP + "/state").status() == 200);
    }
  }

  @AfterAll
  static void stop() {
    synod.close();
    relays.forEach(BundleRelay::close);
  }

  /**
   * OPA looks where the server would have served its bundles. Nobody is elected because the whole
   * machine stood still for a moment, and an OPA that stands still is not waited for long.
   */
  private static void prepare(ApiServer server) {
    try {
      server
          .with("SYNOD_ELECTION_MIN", "2s")
          .with("SYNOD_ELECTION_MAX", "3s")
          .with("SYNOD_GOVERNANCE_DECISION_LIMIT", "2s");
      int bundlePort = FreePorts.find(1).getFirst();
      relays.add(BundleRelay.start(bundlePort, server.bundlePort()));
      server.with("SYNOD_BUNDLE_PORT", "" + bundlePort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(ApiServer server, String signal) throws Exception {
    signal(server.pid(), signal);
  }

  private static void signal(long pid, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + pid).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static boolean put(ApiServer server, String key, String value)
      throws IOException, InterruptedException {
    try {
      return server.call(lead, "PUT", STATE + key, value).status() == 200;
    } catch (HttpTimeoutException e) {
      return false;
    }
  }

  private static String served(ApiServer server) throws Exception {
    return server.get(admin, "/v1/cluster").text("policy", "served");
  }

  private static ApiServer otherThan(ApiServer... servers) {
    return synod.servers().stream()
        .filter(server -> Arrays.stream(servers).noneMatch(one -> one == server))
        .findFirst()
        .orElseThrow();
  }

  /** By which policy the OPA of a replica decides, as another tells that has heard of it. */
  private static String policy(ApiServer asked, int index) {
    return Await.found(
        LIMIT,
        "word of a replica",
        () ->
            Optional.of(member(asked).text("items", index, "policy"))
                .filter(policy -> !policy.equals("Unknown")));
  }

  private static Answer member(ApiServer asked) throws Exception {
    return asked.get(admin, MEMBERS);
  }

  @Test
  void shouldElectAnotherWhileTheLeaderStandsStillAndNeverReadWhatIsOld() throws Exception {
    ApiServer paused = synod.leader();
    ApiServer other = otherThan(paused);
    Await.until(LIMIT, "written", () -> put(other, "findings/pause", "1"));
    int index = synod.servers().indexOf(paused);

    signal(paused, "STOP");
    try {
      long began = System.nanoTime();
      Await.until(LIMIT, "written under another leader", () -> put(other, "findings/pause", "2"));
      System.out.printf(
          "From the pause of the leader to the next write: %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      Answer members = member(other);
      assertThat(members.text("items", index, "health")).isEqualTo("Unreachable");
      // Since when it was not heard is known.
      assertThat(members.text("items", index, "since")).startsWith("20");
    } finally {
      signal(paused, "CONT");
    }

    // It believed to lead when it stopped; its first answer must be what is true now.
    Answer read = paused.get(lead, STATE + "findings/pause");
    if (read.status() == 200) {
      assertThat(read.text("value")).isEqualTo("2");
    } else {
      assertThat(read.status()).isEqualTo(503);
    }
    Await.until(
        LIMIT,
        "up",
        () ->
            member(other).text("items", index, "health").equals("Up")
                && paused.get(lead, STATE + "findings/pause").status() == 200);
    assertThat(paused.get(lead, STATE + "findings/pause").text("value")).isEqualTo("2");
    Await.until(LIMIT, "written there", () -> put(paused, "findings/pause", "3"));
  }

  @Test
  void shouldActivateNothingBeforeEachOpaThatAnswersHasIt() throws Exception {
    ApiServer leader = synod.leader();
    int late = synod.servers().indexOf(otherThan(leader));
    BundleRelay relay = relays.get(late);
    String before = served(leader);
    Await.until(LIMIT, "all is quiet", () -> policy(leader, late).equals("InForce"));
    var policies = new DeclaredPolicies(leader, synod.issuers().operator());

    // Who asks later what is decided anew would wait for the late one.
    assertThat(isActive(policies)).isFalse();
    relay.hold(relay.present());
    try {
      declare(policies);
      Await.until(LIMIT, "the new bundle is served", () -> !served(leader).equals(before));
      int own = synod.servers().indexOf(leader);
      Await.until(LIMIT, "the leader's OPA has it", () -> policy(leader, own).equals("Another"));

      boolean activated = Await.within(HELD, () -> isActive(policies));

      assertThat(activated).as("one OPA decides by the old one").isFalse();
      assertThat(policy(leader, late)).isEqualTo("InForce");
      assertHeldBackBy(synod.servers().get(late), policies);
    } finally {
      relay.release();
    }
    Await.until(LIMIT, "active", () -> isActive(policies));
    for (ApiServer server : synod.servers()) {
      assertThat(server.get(lead, Review.GROUP + "/tasks").status()).isEqualTo(403);
    }
    retract(policies);
  }

  @Test
  void shouldWaitForNoOpaThatDoesNotAnswer() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer other = otherThan(leader);
    String tasks = Review.GROUP + "/tasks";
    String fresh = synod.issuers().person("fred", "viewer");
    int index = synod.servers().indexOf(other);
    long opa = synod.opaPid(index);
    var policies = new DeclaredPolicies(leader, synod.issuers().operator());

    signal(opa, "STOP");
    try {
      declare(policies);
      Await.until(LIMIT, "active", () -> isActive(policies));
      assertThat(policy(leader, index)).isEqualTo("None");
      assertThat(leader.get(fresh, tasks).status()).isEqualTo(403);
      assertThat(other.get(fresh, tasks).status()).as("it can't be asked").isEqualTo(503);
    } finally {
      signal(opa, "CONT");
    }

    Await.until(LIMIT, "it decides too", () -> other.get(fresh, tasks).status() == 403);
    retract(policies);
  }

  /** That a replica which does not answer for a moment counts as it was before. */
  private static void assertHeldBackBy(ApiServer late, DeclaredPolicies policies) throws Exception {
    long stopped = System.nanoTime();
    signal(late, "STOP");
    try {
      Await.within(
          HELD,
          () -> {
            boolean activated = isActive(policies);
            // Where this takes longer, for the machine is slow, the replica may count as gone.
            if (System.nanoTime() - stopped < HELD.toNanos()) {
              assertThat(activated).as("its OPA decides by the old one").isFalse();
            }
            return false;
          });
    } finally {
      signal(late, "CONT");
    }
  }

  private static void declare(DeclaredPolicies policies) throws Exception {
    Answer declared =
        policies.declare(
            "review/held",
            DeclaredPolicies.spec("deny contains \"held\" if input.action == \"task.read\""));
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
  }

  /** And waits until it is so everywhere. */
  private static void retract(DeclaredPolicies policies) throws Exception {
    policies.retract("review/held");
    for (ApiServer server : synod.servers()) {
      Await.until(
          LIMIT,
          "it is as before",
          () ->
              server.get(lead, Review.GROUP + "/tasks").status() == 200
                  && policy(server, synod.servers().indexOf(server)).equals("InForce"));
    }
  }

  private static boolean isActive(DeclaredPolicies policies) throws Exception {
    return policies.condition("review/held", "Active", "status").equals("True");
  }

  @Test
  void shouldReadByThePolicyInForceWhereAReplicaStoodStillMeanwhile() throws Exception {
    // Given a replica that has let somebody read, and stands still
    ApiServer leader = synod.leader();
    ApiServer paused = otherThan(leader);
    String path = STATE + "findings/closed";
    Await.until(LIMIT, "written", () -> put(leader, "findings/closed", "1"));
    Await.until(LIMIT, "read", () -> paused.get(lead, path).status() == 200);
    var policies = new DeclaredPolicies(leader, synod.issuers().operator());

    // When a policy that forbids it comes into force
    signal(paused, "STOP");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> asked;
      try {
        policies.activate(
            "review/closed",
            DeclaredPolicies.spec("deny contains \"closed\" if input.action == \"state.read\"\n"));
        asked = threads.submit(() -> paused.get(lead, path));
        assertThat(leader.get(lead, path).status()).isEqualTo(403);
      } finally {
        signal(paused, "CONT");
      }

      // Then its first answer is by that
      assertThat(asked.get().status()).as(asked.get().body()).isIn(403, 503);
    }
    policies.retract("review/closed");
    Await.until(LIMIT, "read again", () -> paused.get(lead, path).status() == 200);
  }

  @Test
  void shouldStopAFollowerThoughALeaderThatStandsStillOwesItAnAnswer() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer follower = otherThan(leader);
    Await.until(LIMIT, "written", () -> put(follower, "findings/owed", "1"));
    double before = forwarded(follower);

    signal(leader, "STOP");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        // What they hear, if anything, depends on when their connection ends.
        var _ = threads.submit(() -> follower.get(lead, STATE + "findings/owed"));
        var _ = threads.submit(() -> put(follower, "findings/owed", "2"));
        Await.until(LIMIT, "on its way to the leader", () -> forwarded(follower) > before);

        // It fails where the process has not ended within its time.
        follower.stop();
      } finally {
        signal(leader, "CONT");
        follower.start();
      }
    }
    Await.until(LIMIT, "written again", () -> put(follower, "findings/owed", "3"));
  }

  private static double forwarded(ApiServer server) throws Exception {
    return server
        .get("", "/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("synod_cluster_forwarded_requests_total"))
        .filter(line -> line.contains("lane=\"normal\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void shouldNotNoticeAFollowerThatStandsStill() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer paused = otherThan(leader);
    ApiServer other = otherThan(leader, paused);
    long term = Long.parseLong(leader.get(admin, "/v1/cluster").text("term"));

    signal(paused, "STOP");
    try {
      for (int i = 0; i < 50; i++) {
        assertThat(put(i % 2 == 0 ? leader : other, "findings/still-" + i, "" + i)).isTrue();
      }
    } finally {
      signal(paused, "CONT");
    }

    Await.until(
        LIMIT, "caught up", () -> paused.get(lead, STATE + "findings/still-49").status() == 200);
    // A replica that comes back asks before it stands for election: nobody is unseated.
    assertThat(Long.parseLong(leader.get(admin, "/v1/cluster").text("term"))).isEqualTo(term);
    assertThat(synod.leader()).isSameAs(leader);
  }
}
