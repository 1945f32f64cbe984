package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.report.AuditEntry;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.MissingNodeException;
import dev.synod.audit.tree.Proofs;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.Subtree;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.audit.AuditEvent;
import dev.synod.kernel.audit.Frontier;
import dev.synod.kernel.audit.Hold;
import dev.synod.kernel.audit.Leaf;
import dev.synod.kernel.level.LevelEvent;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.journal.JournalRecord;
import dev.synod.testkit.Postgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trail in a real PostgreSQL, beside the frontier that the state keeps. */
class TrailWriterIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<JournalRecord.Entry> log = new ArrayList<>();
  private Frontier frontier = Frontier.EMPTY;
  private Connection connection;

  @BeforeEach
  void migrate() throws SQLException {
    Flyway flyway =
        Flyway.configure()
            .dataSource(POSTGRES.url(), POSTGRES.user(), POSTGRES.password())
            .cleanDisabled(false)
            .load();
    flyway.clean();
    flyway.migrate();
    connection = POSTGRES.open();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void shouldStoreTheTreeThatTheStateHas() throws SQLException {
    log(400, 3);
    for (int begin = 0; begin < log.size(); begin += 37) {
      write(log.subList(begin, Math.min(log.size(), begin + 37)));
    }

    Trail.Tree tree = Trail.Tree.read(connection);

    assertThat(tree.size()).isEqualTo(1_200);
    assertThat(tree.root()).hasToString(frontier.root().toString());
    assertThat(tree.differsFrom()).isEmpty();
    assertThat(count("audit_entry")).isEqualTo(1_200);
    assertThat(count("audit_block")).isEqualTo(5);
    List<byte[]> block = new Blocks(connection).from(700, 1_200);
    assertThat(block).hasSize(768 - 700);
    AuditEntry entry = AuditEntry.of(700, block.getFirst());
    assertThat(entry.position())
        .isEqualTo(new AuditEntry.Position(700 / 3 + 1, 1, 700 / 3 + 1, 701, 9));
    assertThat(entry.hash()).isEqualTo(new Tiles(connection).tree().root(new Subtree(0, 700)));
  }

  @Test
  void shouldGoOnBehindEntriesThatTheJournalLost() throws SQLException {
    log(300, 3);
    write(log.subList(0, 40));
    write(log.subList(150, 300));

    Trail.Tree tree = Trail.Tree.read(connection);
    var tiles = new Tiles(connection).tree();
    var prover = new Prover(tiles);

    assertThat(tree.root()).hasToString(frontier.root().toString());
    assertThat(prover.root(0, 900)).isEqualTo(tree.root());
    assertThat(count("audit_gap where first_leaf = 120 and end_leaf = 450")).isEqualTo(1);
    Hash hash = tiles.root(new Subtree(0, 450));
    assertThat(Proofs.includes(tree.root(), 900, 450, hash, prover.inclusion(450, 900))).isTrue();
    assertThat(new Blocks(connection).from(450, 900).getFirst())
        .satisfies(leaf -> assertThat(Hash.leaf(leaf)).isEqualTo(hash));
    assertThat(new Blocks(connection).from(449, 900)).isEmpty();
    assertThatThrownBy(() -> tiles.root(new Subtree(0, 449)))
        .isInstanceOf(MissingNodeException.class);
  }

  @Test
  void shouldFindATreeThatWasAlteredInTheDatabase() throws SQLException {
    log(100, 1);
    write(log.subList(0, 60));
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update audit_tile set hashes = overlay(hashes placing '\\x00'::bytea from 100)");
    }

    write(log.subList(60, 61));
    write(log.subList(61, 100));

    assertThat(Trail.Tree.read(connection).differsFrom()).contains(60L);
  }

  @Test
  void shouldGoOnUnsignedWhereTilesAreDamagedOrGone() throws SQLException {
    log(100, 1);
    write(log.subList(0, 60));
    for (String damage :
        List.of("update audit_tile set hashes = '\\x00'::bytea", "delete from audit_tile")) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(damage);
      }
      int written = (int) Trail.Tree.read(connection).size();

      write(log.subList(written, written + 20));

      assertThat(Trail.Tree.read(connection).size()).isEqualTo(written + 20);
      assertThat(Trail.Tree.read(connection).differsFrom()).contains(60L);
    }
  }

  @Test
  void shouldEraseWhatIsOlderThanItsRetentionAndNotHeld() throws SQLException {
    log(100, 1);
    write(log);
    var erasure = new Erasure(connection);
    erasure.apply(
        recorded(), new AuditEvent.HoldPlaced(new Hold("mine", "review", 10, 20, "r", "b")));
    erasure.apply(recorded(), new AuditEvent.HoldPlaced(new Hold("other", "x", 0, 99, "r", "b")));

    erasure.apply(recorded(), new AuditEvent.RetentionEnded(51));

    // Entry N was logged at N + 1 milliseconds; that of 30 tells what was done to the trail.
    assertThat(count("audit_payload")).isEqualTo(50 + 10 + 1);
    assertThat(count("audit_payload where leaf = 30")).isEqualTo(1);
    assertThat(count("audit_payload where leaf between 9 and 18")).isEqualTo(10);
    erasure.apply(recorded(), new AuditEvent.HoldReleased("mine", "b", "r"));
    erasure.apply(recorded(), new AuditEvent.RetentionEnded(51));
    assertThat(count("audit_payload")).isEqualTo(50 + 1);
    erasure.apply(recorded(), new AuditEvent.PayloadErased(30, "b", "r"));
    erasure.apply(recorded(), new AuditEvent.PayloadErased(70, "b", "r"));
    assertThat(count("audit_payload")).isEqualTo(50 - 1);
    assertThat(count("audit_erasure where leaf = 70 and erased_by = 'b'")).isEqualTo(1);
    assertThat(count("audit_entry")).isEqualTo(100);
  }

  private static Recorded recorded() {
    return new Recorded(1, 1, new LevelEvent.LevelRaised(1));
  }

  @Test
  void shouldRefuseALeafThatIsNotTheLogs() {
    log(1, 1);
    JournalRecord.Item item = log.getFirst().items().getFirst();
    var altered =
        new JournalRecord.Item("other.action", item.scope(), item.outcome(), item.payload());
    var entry = new JournalRecord.Entry(1, 1, 1, List.of(altered), Frontier.EMPTY);

    assertThatThrownBy(() -> write(List.of(entry)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected the leaf of log entry 1, place 0");
  }

  private void write(List<JournalRecord.Entry> entries) throws SQLException {
    var writer = new TrailWriter(connection, Trail.Tree.read(connection), NOW);
    for (JournalRecord.Entry entry : entries) {
      writer.write(entry);
    }
    writer.finish();
    connection.commit();
  }

  /** Entries of requests that did one thing each, as the kernel would have them. */
  private void log(int entries, int requests) {
    for (int index = 1; index <= entries; index++) {
      Frontier before = frontier;
      var items = new ArrayList<JournalRecord.Item>();
      for (int place = 0; place < requests; place++) {
        items.add(item(index, place, requests));
      }
      log.add(
          new JournalRecord.Entry(
              index, index, (long) index * requests, List.copyOf(items), before));
    }
  }

  /** A request whose subject PostgreSQL can't hold as text. */
  private JournalRecord.Item item(int index, int place, int requests) {
    long revision = (long) (index - 1) * requests + place + 1;
    var scope = new Scope("review", "g");
    Bytes digest = Bytes.ofTrusted(Hash.leaf(text("payload " + revision)).toBytes());
    String action = index == 31 ? "audit.hold" : "state.write";
    var reply = new Reply.Applied(revision, 0);
    byte[] leaf =
        Leaf.bytes(
            new Leaf.Position(index, place, index, revision),
            new Leaf.Deed("person:a\u0000b", 9, action, scope),
            reply,
            digest);
    Bytes hash = Frontier.leafHash(leaf, leaf.length);
    frontier = frontier.append(hash);
    var event = new Recorded(revision, index, new LevelEvent.LevelRaised(1));
    return new JournalRecord.Item(
        action,
        scope,
        new Outcome("person:a\u0000b", Numbering.NONE, reply, List.of(event), hash),
        new JournalRecord.Payload(
            9, digest, Bytes.ofTrusted(text("salt")), Bytes.ofTrusted(text("command"))));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long count(String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
