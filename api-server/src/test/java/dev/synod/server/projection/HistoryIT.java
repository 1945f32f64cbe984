package dev.synod.server.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.kernel.value.Value;
import dev.synod.server.Installation;
import dev.synod.server.Restartable;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * PostgreSQL that comes late, dies and loses everything, beside a server that goes on. The tests
 * build on each other: each finds the history that the ones before it have made.
 */
@TestMethodOrder(OrderAnnotation.class)
class HistoryIT {
  private static final int MEANWHILE = 2_000;
  private static final int REFUSED = 20;

  /** A write that takes as long has waited for something. */
  private static final Duration LONG = Duration.ofSeconds(2);

  /** So long one would wait for a connection to the database. */
  private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(5);

  /** Writes that may have met a moment in which the machine or its disk stood still. */
  private static final int SLOW_MAX = 2;

  private static final int JOURNAL_FILE_BYTES = 16 << 10;
  private static final int JOURNAL_BYTES_MAX = 512 << 10;

  /** More than one write adds: the one that meets the limit is taken whole. */
  private static final int ENTRY_BYTES_MAX = 4 << 10;

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static PostgresServer database;
  private static Restartable postgres;
  private static Installation synod;
  private static String lead;
  private static Path backup;

  /** What was acknowledged, by revision. */
  private static final SortedMap<Long, String> written = new TreeMap<>();

  @BeforeAll
  static void startWithoutDatabase() throws Exception {
    Path folder = Files.createTempDirectory("history-it");
    backup = folder.resolve("backup");
    database =
        new PostgresServer(
            new PostgresDistribution(Toolchain.of(System.getenv()).cache()),
            folder.resolve("data"),
            folder.resolve("postgresql.log"),
            FreePorts.find(1).getFirst());
    Files.createDirectories(folder.resolve("data"));
    postgres = new Restartable(database.parts(), folder.resolve("run"));
    synod =
        Installation.start(
            Map.of(
                "SYNOD_DB_URL",
                database.url(),
                "SYNOD_DB_USER",
                PostgresServer.NAME,
                "SYNOD_DB_PASSWORD",
                database.password(),
                // Small enough for files to be sealed and removed within a test.
                "SYNOD_JOURNAL_FILE_BYTES",
                "" + JOURNAL_FILE_BYTES));
    lead = synod.issuers().agent("review", "lead");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
    postgres.close();
  }

  @Test
  @Order(1)
  void shouldCoordinateBeforeTheDatabaseIsThereAndTellItThen() throws Exception {
    write("early", 50);
    assertThat(history()).isEqualTo("Down");

    postgres.start();

    awaitComplete();
    Await.until(LIMIT, "history is up", () -> history().equals("Up"));
  }

  @Test
  @Order(2)
  void shouldGoOnWhileTheDatabaseIsAwayAndTellWhatHappenedMeanwhile() throws Exception {
    write("before", 50);
    postgres.stop();

    int slow = write("meanwhile", MEANWHILE);

    assertThat(slow).as("writes that waited for it").isLessThanOrEqualTo(SLOW_MAX);
    Await.until(LIMIT, "history is down", () -> history().equals("Down"));
    assertThat(synod.server().isReady()).isTrue();
    postgres.start();
    awaitComplete();
  }

  @Test
  @Order(3)
  void shouldRepeatNothingAndLoseNothingWhenTheDatabaseIsKilledAgainAndAgain() throws Exception {
    for (int round = 0; round < 3; round++) {
      write("killed", 100);
      postgres.kill();
      write("killed", 100);
    }

    awaitComplete();
  }

  @Test
  @Order(4)
  void shouldKeepJsonAsItIsThoughItsTextIsNoneOfPostgresql() throws Exception {
    postgres.start();
    String key = Review.GROUP + "/state/findings/nul";
    String value = "{\"a\":1.50,\"nul\":\"\\u0000\"}";
    Answer answer = synod.server().call(lead, "PATCH", key, value);
    record(answer, Value.parse(value).json());

    awaitComplete();
  }

  @Test
  @Order(5)
  void shouldWriteEachTaskProposalAndBallotOnce() throws Exception {
    Answer task =
        synod
            .server()
            .call(lead, "POST", Review.GROUP + "/tasks", "{\"capability\":\"git-history\"}");
    Answer proposal =
        synod
            .server()
            .call(
                lead,
                "POST",
                Review.GROUP + "/proposals",
                "{\"decision\":\"release\",\"instance\":\"h\"}");
    synod
        .server()
        .call(
            lead,
            "POST",
            Review.GROUP + "/proposals/" + proposal.text("id") + ":ballot",
            "{\"option\":\"release\",\"reason\":\"\\u0000 is kept out\"}");

    Await.until(LIMIT, "the task", () -> count("task where id = " + task.text("id")) == 1);
    Await.until(
        LIMIT, "the ballot", () -> count("ballot where proposal = " + proposal.text("id")) == 1);
    assertThat(count("proposal where id = " + proposal.text("id"))).isEqualTo(1);
    assertThat(count("projection_gap")).isZero();
  }

  @Test
  @Order(6)
  void shouldResumeWhereARestoredDatabaseIs() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }

    write("restored", 20);

    awaitComplete();
    assertThat(count("projection_gap")).isZero();
  }

  @Test
  @Order(7)
  void shouldGoOnAfterTheServerWasKilledWhileTheDatabaseWasAway() throws Exception {
    postgres.stop();
    write("unwritten", 50);
    synod.server().kill();
    synod.server().start();
    write("after", 50);

    postgres.start();

    awaitComplete();
  }

  @Test
  @Order(8)
  void shouldFillAnOlderBackupFromTheJournalThatIsKept() throws Exception {
    awaitComplete();
    postgres.stop();
    FileTree.replace(database.data(), backup);
    postgres.start();
    write("not-in-the-backup", 200);
    awaitComplete();

    restore("while-it-was-away");

    awaitComplete();
    assertThat(count("projection_gap")).isZero();
  }

  @Test
  @Order(9)
  void shouldRefuseWritesAtTheLimitOfTheJournalAndBoundTheDiskByIt() throws Exception {
    // Given a server whose journal holds little, and nothing yet
    synod.server().kill();
    synod
        .server()
        .with("SYNOD_JOURNAL_KEPT_BYTES", "0")
        .with("SYNOD_JOURNAL_BYTES_MAX", "" + JOURNAL_BYTES_MAX)
        .with("SYNOD_JOURNAL_AT_LIMIT", "refuse")
        .start();
    awaitEmptyJournal();
    postgres.stop();

    // When the database is away for more writes than that
    String value = "{\"limited\":0}";
    Answer answer = patch("limited", value);
    while (answer.status() == 200) {
      record(answer, value);
      value = "{\"limited\":%d}".formatted(written.size());
      answer = patch("limited", value);
    }

    // Then they are refused, the disk holds what it was told to, and reads go on
    assertThat(answer.text("code")).as(answer.body()).isEqualTo("limit-exceeded");
    assertThat(answer.text("detail")).contains("at most " + JOURNAL_BYTES_MAX + " bytes");
    long bytes = journalBytes();
    assertThat(bytes)
        .isBetween((long) JOURNAL_BYTES_MAX, (long) JOURNAL_BYTES_MAX + ENTRY_BYTES_MAX);
    for (int i = 0; i < REFUSED; i++) {
      assertThat(patch("limited", "{}").text("code")).isEqualTo("limit-exceeded");
    }
    assertThat(journalBytes()).isEqualTo(bytes);
    Answer read = synod.server().get(lead, Review.GROUP + "/state/findings/limited");
    assertThat(read.at("value").json()).isEqualTo(written.get(written.lastKey()));

    // And when it is back they are taken again, and of those that were nothing is missing
    postgres.start();
    awaitEmptyJournal();
    write("taken-again", 50);
    awaitComplete();
    assertThat(count("projection_gap")).isZero();
  }

  /** What every consumer has is removed, but for the file that is written to. */
  private static void awaitEmptyJournal() {
    Await.until(LIMIT, "an empty journal", () -> journalBytes() <= 2 * JOURNAL_FILE_BYTES);
  }

  private static long journalBytes() throws IOException {
    Path journal = synod.server().directory().resolve("data/journal");
    long sum = 0;
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    } catch (NoSuchFileException e) {
      // It is being removed: the next look finds it gone.
      return Long.MAX_VALUE;
    }
    return sum;
  }

  @Test
  @Order(10)
  void shouldTellTheGapWhenABackupIsOlderThanTheJournal() throws Exception {
    write("kept-by-nobody", 200);
    awaitComplete();

    restore("at-last");

    Await.until(
        LIMIT,
        "the newest revision in history",
        () -> count("document_revision where revision = " + written.lastKey()) == 1);
    assertThat(count("projection_gap")).isEqualTo(1);
  }

  /** Puts the backup in the database's place, while writes go on. */
  private static void restore(String key) throws Exception {
    postgres.stop();
    write(key, 50);
    FileTree.replace(backup, database.data());
    postgres.start();
    write(key, 50);
  }

  /** Writes documents; answers how many of them took long. */
  private static int write(String key, int count) throws IOException, InterruptedException {
    int slow = 0;
    for (int i = 0; i < count; i++) {
      String value = "{\"" + key + "\":" + written.size() + "}";
      long began = System.nanoTime();
      Answer answer = patch(key, value);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(took).as("a write").isLessThan(CONNECTION_LIMIT);
      slow += took.compareTo(LONG) > 0 ? 1 : 0;
      record(answer, value);
    }
    return slow;
  }

  private static Answer patch(String key, String value) throws IOException, InterruptedException {
    return synod.server().call(lead, "PATCH", Review.GROUP + "/state/findings/" + key, value);
  }

  private static void record(Answer answer, String value) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String revision = answer.text("revision");
    written.put(Long.valueOf(revision.substring(revision.indexOf('-') + 1)), value);
  }

  private static void awaitComplete() {
    Await.until(
        LIMIT,
        "the newest revision in history",
        () -> count("document_revision where revision = " + written.lastKey()) == 1);
    try {
      assertThat(documents()).isEqualTo(written);
    } catch (SQLException | IOException e) {
      throw new AssertionError("Expected to read history.", e);
    }
  }

  private static SortedMap<Long, String> documents() throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select revision, value from document_revision")) {
      var found = new TreeMap<Long, String>();
      while (rows.next()) {
        found.put(rows.getLong(1), rows.getString(2));
      }
      return found;
    }
  }

  /** Rows of a table; -1 while the database can't be asked. */
  private static long count(String from) throws IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      return -1;
    }
  }

  private static Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(database.url(), PostgresServer.NAME, database.password());
  }

  private static String history() throws IOException, InterruptedException {
    return synod
        .server()
        .get(synod.issuers().person("ada", "admin"), "/v1/cluster")
        .text("parts", "history");
  }
}
