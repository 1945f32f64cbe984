package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.SignerKey;
import dev.synod.dev.certificate.AuditKey;
import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.server.Restartable;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a report whose maker or database goes away while it is made. Three servers share
 * a database; its parts wait, when they are written, for a lock that a test holds.
 */
@Timeout(600)
class ReportFaultsIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final int LOCK = 4711;
  @TempDir static Path folder;

  private static PostgresServer database;
  private static Restartable postgres;
  private static SignerKey key;
  private static Replicas synod;
  private static String auditor;
  private static String lead;

  @BeforeAll
  static void start() throws Exception {
    database =
        new PostgresServer(
            new PostgresDistribution(Toolchain.of(System.getenv()).cache()),
            folder.resolve("data"),
            folder.resolve("postgresql.log"),
            FreePorts.find(1).getFirst());
    Files.createDirectories(folder.resolve("data"));
    postgres = new Restartable(database.parts(), folder.resolve("run"));
    postgres.start();
    String password = database.password();
    Path keyFile = AuditKey.loadOrCreate(folder);
    key = SignerKey.parse(Files.readString(keyFile));
    synod =
        Replicas.start(
            3,
            server -> {
              var _ =
                  server
                      .with("SYNOD_DB_URL", database.url())
                      .with("SYNOD_DB_USER", PostgresServer.NAME)
                      .with("SYNOD_DB_PASSWORD", password)
                      .with("SYNOD_AUDIT_KEY_FILE", keyFile.toString());
            });
    auditor = synod.issuers().person("ana", "auditor:review");
    lead = synod.issuers().agent("review", "lead");
    Review.declare(synod.leader(), synod.issuers());
    Await.until(LIMIT, "written", () -> write(synod.leader()).status() == 200);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create function wait_for_the_test() returns trigger language plpgsql as $$
          begin perform pg_advisory_xact_lock_shared(%d); return new; end $$
          """
              .formatted(LOCK));
      statement.execute(
          "create trigger wait_for_the_test before insert on audit_report_part for each row execute function wait_for_the_test()");
    }
  }

  @AfterAll
  static void stop() {
    synod.close();
    postgres.close();
  }

  @Test
  void shouldMakeAReportOnceThatIsAskedForAtEachServer() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<CompletableFuture<Void>>();
      for (ApiServer server : synod.servers()) {
        asked.add(
            CompletableFuture.runAsync(
                () -> Await.until(LIMIT, "made", () -> isMade(server, "everywhere")), threads));
      }
      asked.forEach(CompletableFuture::join);
    }

    assertThat(expectMadeOnce("everywhere")).hasSize(1);
  }

  @Test
  void shouldGoOnWithAReportWhereTheDatabaseStoodStill() throws Exception {
    try (Connection holder = holdParts()) {
      askUntilItsPartWaits("suspended");

      try {
        postgres.signal("STOP");
        // Who writes waits neither for the database nor for the report.
        assertThat(write(synod.leader()).status()).isEqualTo(200);
      } finally {
        postgres.signal("CONT");
      }
      release(holder);
    }

    Await.until(LIMIT, "made", () -> isMade(synod.leader(), "suspended"));
    assertThat(expectMadeOnce("suspended")).hasSize(1);
  }

  @Test
  void shouldMakeAReportAfterwardsWhoseDatabaseWasGone() throws Exception {
    try (Connection holder = holdParts()) {
      askUntilItsPartWaits("restarted");

      postgres.kill();
      Await.until(LIMIT, "the lock went with the database", () -> !holder.isValid(1));
    }
    Await.until(LIMIT, "made", () -> isMade(synod.leader(), "restarted"));

    expectMadeOnce("restarted");
  }

  @Test
  void shouldHaveAnotherServerMakeTheReportOfOneThatWasKilled() throws Exception {
    ApiServer killed;
    try (Connection holder = holdParts()) {
      askUntilItsPartWaits("killed");
      killed = synod.leader();
      String maker = text("select maker from audit_report where name = 'killed'");

      killed.kill();
      Await.until(
          LIMIT,
          "another maker",
          () -> !text("select maker from audit_report where name = 'killed'").equals(maker));
      // What the killed one had sent to the database is carried out now, too.
      release(holder);
    }
    Await.until(LIMIT, "made", () -> isMade(synod.leader(), "killed"));
    List<String> sealed = expectMadeOnce("killed");

    killed.start();
    Await.until(LIMIT, "told by the one that was killed", () -> isMade(killed, "killed"));
    assertThat(expectMadeOnce("killed")).isEqualTo(sealed);
  }

  /**
   * Expects one report with one archive that verifies, and whose manifest the trail names last;
   * answers all that it names.
   */
  private static List<String> expectMadeOnce(String name) throws Exception {
    String of = " from audit_report where name = '" + name + "'";
    assertThat(text("select count(*)" + of)).isEqualTo("1");
    assertThat(text("select state" + of)).isEqualTo("Made");
    assertThat(
            text(
                "select sum(length(content)) = min(bytes) from audit_report_part join audit_report on report = id where name = '"
                    + name
                    + "'"))
        .isEqualTo("t");
    ApiServer server = synod.leader();
    Path archive = Files.createTempFile(folder, name, ".zip");
    assertThat(server.download(auditor, path(name) + ":download", "", archive)).isEqualTo(200);
    String digest = ReportRecords.verified(archive, key);
    assertThat(text("select digest" + of)).isEqualTo(digest);
    List<String> sealed = ReportRecords.sealed(server, auditor, folder, name);
    assertThat(sealed).last().isEqualTo(digest);
    return sealed;
  }

  private static Connection holdParts() throws SQLException, IOException {
    Connection holder = connect();
    try (Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(" + LOCK + ")");
    }
    return holder;
  }

  private static void release(Connection holder) throws SQLException {
    try (Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_unlock(" + LOCK + ")");
    }
  }

  /** The report is being made then: its archive is sealed, and on its way into the database. */
  private static void askUntilItsPartWaits(String name) throws Exception {
    Await.until(
        LIMIT,
        "a part waits",
        () ->
            !isMade(synod.leader(), name)
                && text("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                    .equals("1"));
    assertThat(text("select state from audit_report where name = '" + name + "'"))
        .isEqualTo("Making");
  }

  private static boolean isMade(ApiServer server, String name) throws InterruptedException {
    String operator = synod.issuers().operator();
    String body =
        "{\"uid\":\"u1\",\"generation\":1,\"applier\":\"admin\",\"report\":{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2021-01-01T00:00:00Z\"}}";
    try {
      Answer answer = server.call(operator, "PUT", path(name), body);
      return answer.status() == 200 && answer.text("state").equals("Made");
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer write(ApiServer server) throws IOException, InterruptedException {
    return server.call(lead, "PATCH", Review.GROUP + "/state/findings/a", "{\"a\":1}");
  }

  private static String path(String name) {
    return "/v1/namespaces/review/audit/reports/" + name;
  }

  private static String text(String select) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(database.url(), PostgresServer.NAME, database.password());
  }
}
