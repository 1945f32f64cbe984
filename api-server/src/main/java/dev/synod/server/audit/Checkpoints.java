package dev.synod.server.audit;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.kernel.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Signs the stored tree where it is the log's, and gives the newest checkpoint. */
@ApplicationScoped
public class Checkpoints {
  private static final long LOOK_MILLIS = 100;
  private static final int LOOKS_MAX = 100;

  private final Database database;
  private final AuditKeys keys;
  private final AuditConfig config;
  private final Clock clock;
  private final Counter signed;
  private volatile long wantedLeaves;
  private volatile long newestLeaves;
  private Instant last = Instant.EPOCH;

  @Inject
  Checkpoints(
      Database database, AuditKeys keys, AuditConfig config, Clock clock, MeterRegistry metrics) {
    this.database = database;
    this.keys = keys;
    this.config = config;
    this.clock = clock;
    this.signed =
        Counter.builder("synod_audit_checkpoints_signed")
            .description("Checkpoints that this replica has signed")
            .register(metrics);
    if (database.isConfigured()) {
      Gauge.builder("synod_audit_checkpoint_entries", this, it -> it.newestLeaves)
          .description("Entries under the newest checkpoint that this replica has signed")
          .register(metrics);
    }
  }

  /** A checkpoint with its signed note. */
  public record Signed(Checkpoint checkpoint, String note) {}

  /**
   * Signs the stored tree, if it has grown since the last checkpoint and either somebody waits for
   * it or the last one is old enough. Called by the one who writes the trail.
   */
  public void signIfDue() {
    List<SignerKey> signers = keys.signers();
    Instant now = clock.instant();
    boolean isWanted = wantedLeaves > newestLeaves;
    if (signers.isEmpty() || (!isWanted && now.isBefore(last.plus(config.checkpointInterval())))) {
      return;
    }
    last = now;
    QuarkusTransaction.requiringNew().run(() -> database.with(on -> sign(on, signers, now)));
  }

  private boolean sign(Connection connection, List<SignerKey> signers, Instant now)
      throws SQLException {
    Trail.Tree tree = Trail.Tree.read(connection);
    if (tree.differsFrom().isPresent() || tree.size() == 0 || tree.size() == size(connection)) {
      return false;
    }
    var checkpoint = new Checkpoint(AuditKeys.origin(signers), tree.size(), tree.root());
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into audit_checkpoint values (1, ?, ?, ?) on conflict (id) do update set size = excluded.size, note = excluded.note, signed_at = excluded.signed_at")) {
      upsert.setLong(1, tree.size());
      upsert.setString(2, checkpoint.signed(signers));
      upsert.setTimestamp(3, Timestamp.from(now));
      upsert.executeUpdate();
    }
    signed.increment();
    newestLeaves = tree.size();
    return true;
  }

  private static long size(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select size from audit_checkpoint");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** The newest checkpoint, if any was signed. */
  Optional<String> newest() {
    return database.with(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select note from audit_checkpoint");
              ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
          }
        });
  }

  /**
   * A checkpoint over at least a number of leaves; waits up to 10 s for one.
   *
   * @throws TrailException if there is none
   */
  public Signed covering(long leaves) {
    if (keys.signers().isEmpty()) {
      throw new TrailException(
          Code.FAILED_PRECONDITION,
          "Expected a key to sign checkpoints with, but this installation has none: set synod.audit.key-file (SYNOD_AUDIT_KEY_FILE).");
    }
    wantedLeaves = Math.max(wantedLeaves, leaves);
    for (int look = 0; look < LOOKS_MAX; look++) {
      Optional<Signed> found = look(look == LOOKS_MAX - 1);
      if (found.isPresent() && found.get().checkpoint().size() >= leaves) {
        return found.get();
      }
      pause();
    }
    throw TrailException.unavailable(
        "Expected a checkpoint over %d entries within %d s, but there is none: the audit trail in PostgreSQL is behind the log, or differs from it. 'synod status' and the metrics synod_projection_lag_entries and synod_audit_trail_consistent tell."
            .formatted(leaves, TimeUnit.MILLISECONDS.toSeconds(LOOK_MILLIS * LOOKS_MAX)));
  }

  /** The newest one; what can't be asked now may be there in a moment, but for the last look. */
  private Optional<Signed> look(boolean isLast) {
    try {
      return newest().map(this::verified);
    } catch (TrailException e) {
      if (isLast || e.rejection().code() != Code.UNAVAILABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** What stands in the database is believed only where one of our keys has signed it. */
  private Signed verified(String note) {
    try {
      return new Signed(Checkpoint.verified(note, keys.verifiers()), note);
    } catch (NoteException e) {
      throw TrailException.unavailable(
          "Expected a checkpoint that a key of this installation has signed, but: "
              + e.getMessage(),
          e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TrailException.unavailable("Expected a checkpoint, but the server stops.", e);
    }
  }
}
