package dev.synod.testkit;

import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL with a database {@code synod}, empty for each class of tests. */
public final class Postgres extends ServerExtension<Postgres.Running> {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A server with what ends it. */
  record Running(PostgresServer postgres, TemporaryServers servers) implements AutoCloseable {

    @Override
    public void close() {
      servers.close();
    }
  }

  /** One that the tests of a run share. */
  public Postgres() {
    super(Running.class);
  }

  @Override
  Running start() throws Exception {
    Path folder = TemporaryServers.newFolder();
    PostgresServer postgres =
        new PostgresServer(
            new PostgresDistribution(Toolchain.of(System.getenv()).cache()),
            folder.resolve("data"),
            folder.resolve("postgresql.log"),
            FreePorts.find(1).getFirst());
    return new Running(postgres, TemporaryServers.start(folder, postgres.parts(), LIMIT));
  }

  /** Drops all that is in the database: history of another log can't be gone on with. */
  @Override
  void renew() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }
  }

  /** JDBC URL of the database. */
  public String url() {
    return server().postgres().url();
  }

  /** Role that owns the database. */
  public String user() {
    return PostgresServer.NAME;
  }

  /** Password of {@link #user}. */
  public String password() {
    try {
      return server().postgres().password();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
