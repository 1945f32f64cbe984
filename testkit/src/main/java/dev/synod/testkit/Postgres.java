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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL with a database {@code synod}, empty for each class of tests. */
public final class Postgres extends ServerExtension<Postgres.Running> {

  private static final Duration LIMIT = Duration.ofMinutes(3);

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
  public void renew() throws SQLException {
    execute("drop schema public cascade", "create schema public");
  }

  /** Executes statements, one after the other. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The numbers in the first column of what is selected. */
  public List<Long> numbers(String select) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      var numbers = new ArrayList<Long>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    }
  }

  /** The number that is selected. */
  public long number(String select) throws SQLException {
    return numbers(select).getFirst();
  }

  /** A connection, which the caller closes. */
  public Connection open() throws SQLException {
    return DriverManager.getConnection(url(), user(), password());
  }

  /** An API server's variables for it. */
  public Map<String, String> environment() {
    return Map.of("SYNOD_DB_URL", url(), "SYNOD_DB_USER", user(), "SYNOD_DB_PASSWORD", password());
  }

  /** An API server's variables for it, and others. */
  public Map<String, String> environment(Map<String, String> others) {
    var all = new HashMap<>(environment());
    all.putAll(others);
    return all;
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
