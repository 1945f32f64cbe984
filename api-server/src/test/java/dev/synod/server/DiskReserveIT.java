package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import dev.synod.testkit.server.SmallDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three servers, each with a small disk of its own, which something else fills. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiskReserveIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String STATE = Review.GROUP + "/state/";
  private static final String MEMBERS = "/v1/cluster/members";
  private static final long MIB = 1L << 20;
  private static final long DISK_BYTES = 128 * MIB;
  private static final long RESERVE_BYTES = 32 * MIB;

  /** Below the reserve, and above the half of it that others' entries need. */
  private static final long LOW_BYTES = 24 * MIB;

  private static final long EXHAUSTED_BYTES = 6 * MIB;
  private static final int DOCUMENT_CHARS = 200_000;

  private static final List<SmallDisk> disks = new ArrayList<>();
  private static Replicas synod;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        SmallDisk.canBeMade(),
        "SKIPPED, and nothing is known of full disks: only root can mount a small file system.");
    synod =
        Replicas.start(
            3,
            server -> {
              disks.add(SmallDisk.at(server.directory().resolve("data"), DISK_BYTES));
              var _ = server.with("SYNOD_DISK_RESERVE", RESERVE_BYTES / MIB + "M");
            });
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
    if (synod != null) {
      synod.close();
    }
    disks.forEach(SmallDisk::close);
  }

  private static SmallDisk diskOf(ApiServer server) {
    return disks.get(synod.servers().indexOf(server));
  }

  private static Answer put(ApiServer server, String key, String value) throws Exception {
    return server.call(lead, "PUT", STATE + key, value);
  }

  private static void write(ApiServer server, String key, String value) {
    Await.until(LIMIT, "written", () -> put(server, key, value).status() == 200);
  }

  private static String read(ApiServer server, String key) throws Exception {
    return server.get(lead, STATE + key).text("value");
  }

  /** The id under which a refused read is kept: the same one until it is taken to the log. */
  private static String denial(ApiServer server) throws Exception {
    Answer refused =
        server.get(synod.issuers().person("otto", "auditor:other"), STATE + "findings/kept");
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    return refused.text("decision");
  }

  private static String health(ApiServer asked, ApiServer of) throws Exception {
    int index = synod.servers().indexOf(of);
    return asked.get(admin, MEMBERS).text("items", index, "health");
  }

  private static double metric(ApiServer asked, String name, ApiServer of) throws Exception {
    String line = "%s{replica=\"r%d\"} ".formatted(name, synod.servers().indexOf(of) + 1);
    return asked
        .get("", "/q/metrics")
        .body()
        .lines()
        .filter(text -> text.startsWith(line))
        .mapToDouble(text -> Double.parseDouble(text.substring(line.length())))
        .findFirst()
        .orElseThrow();
  }

  private static void assertThatAllRun() {
    for (ApiServer server : synod.servers()) {
      assertThat(server.isRunning()).as("runs, log in " + server.log()).isTrue();
    }
  }

  @Test
  @Order(1)
  void shouldGoOnWithoutAFollowerWhoseDiskIsFullAndCatchItUp() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer follower = synod.follower();
    write(leader, "findings/before", "1");
    diskOf(follower).leave(EXHAUSTED_BYTES);
    Await.until(LIMIT, "told", () -> health(leader, follower).equals("DiskLow"));

    // More than the follower could hold.
    String large = "\"" + "x".repeat(DOCUMENT_CHARS) + "\"";
    for (int i = 0; i < 2 * EXHAUSTED_BYTES / DOCUMENT_CHARS; i++) {
      write(leader, "findings/large", large);
    }
    write(leader, "findings/meanwhile", "2");

    assertThat(synod.leader()).isNotSameAs(follower);
    assertThat(follower.get(lead, STATE + "findings/before?consistency=stale").text("value"))
        .isEqualTo("1");
    assertThat(diskOf(follower).freeBytes()).isPositive();
    // Metrics tell what was heard last.
    Await.until(
        LIMIT,
        "told by metrics",
        () ->
            metric(leader, "synod_cluster_replica_disk_free_bytes", follower) < RESERVE_BYTES / 2.0
                && metric(leader, "synod_cluster_replica_lag_entries", follower) > 0);
    assertThatAllRun();

    diskOf(follower).makeRoom();
    Await.until(
        LIMIT,
        "caught up",
        () -> follower.get(lead, STATE + "findings/meanwhile?consistency=stale").status() == 200);
    assertThat(read(follower, "findings/meanwhile")).isEqualTo("2");
    Await.until(LIMIT, "well", () -> health(leader, follower).equals("Up"));
  }

  @Test
  @Order(2)
  void shouldBeLedByAnotherWhereTheLeadersDiskIsBelowItsReserve() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer other = synod.follower();
    diskOf(leader).leave(LOW_BYTES);

    Await.until(LIMIT, "another one leads", () -> synod.leader() != leader);
    write(other, "findings/led", "3");
    write(leader, "findings/led-there", "4");

    assertThat(read(leader, "findings/led")).isEqualTo("3");
    assertThatAllRun();
    diskOf(leader).makeRoom();
    Await.until(LIMIT, "well", () -> health(other, leader).equals("Up"));
  }

  @Test
  @Order(3)
  void shouldRefuseWritesAndGoOnReadingWhileAllDisksAreLow() throws Exception {
    write(synod.leader(), "findings/kept", "5");
    for (SmallDisk disk : disks) {
      disk.leave(LOW_BYTES);
    }
    ApiServer asked = synod.leader();
    Await.until(LIMIT, "refused", () -> put(asked, "findings/last", "6").status() == 503);

    for (ApiServer server : synod.servers()) {
      Answer refused = put(server, "findings/no", "6");
      assertThat(refused.status()).as(refused.body()).isEqualTo(503);
      assertThat(refused.text("code")).isEqualTo("unavailable");
      assertThat(refused.text("detail")).contains("reads go on");
      assertThat(read(server, "findings/kept")).isEqualTo("5");
      assertThat(server.isReady()).isTrue();
      Await.until(LIMIT, "told", () -> health(asked, server).equals("DiskLow"));
    }
    assertThatAllRun();
    String denied = denial(asked);
    Await.until(LIMIT, "the denial was taken to the log", () -> !denial(asked).equals(denied));

    for (SmallDisk disk : disks) {
      disk.makeRoom();
    }
    write(asked, "findings/yes", "7");
    Await.until(
        LIMIT,
        "the log has the denial that it refused before",
        () -> asked.get(admin, "/v1/log?limit=5000").body().contains(denied));
    for (ApiServer server : synod.servers()) {
      assertThat(read(server, "findings/yes")).isEqualTo("7");
      assertThat(server.get(lead, STATE + "findings/no").status()).isEqualTo(404);
    }
  }
}
