package dev.synod.bench.server;

import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FileTree;
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
import java.util.Map;

/** PostgreSQL that goes away, comes back, and comes back as it was before. */
public final class Database implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final PostgresServer postgres;
  private Supervisor supervisor;

  private Database(Path folder, PostgresServer postgres) {
    this.folder = folder;
    this.postgres = postgres;
    this.supervisor = supervisor();
  }

  static Database start(Toolchain tools) throws IOException, InterruptedException {
    Path folder = TemporaryServers.newFolder();
    var database =
        new Database(
            folder,
            new PostgresServer(
                new PostgresDistribution(tools.cache()),
                folder.resolve("postgres"),
                folder.resolve("postgresql.log"),
                FreePorts.find(1).getFirst()));
    database.start();
    return database;
  }

  private Supervisor supervisor() {
    return new Supervisor(postgres.parts(), folder.resolve("run"));
  }

  /** The server's variables for it. */
  Map<String, String> environment() throws IOException {
    return Map.of(
        "SYNOD_DB_URL", postgres.url(),
        "SYNOD_DB_USER", PostgresServer.NAME,
        "SYNOD_DB_PASSWORD", postgres.password());
  }

  /** Starts it, and waits until it serves. */
  public void start() throws InterruptedException {
    supervisor = supervisor();
    supervisor.start();
    if (!supervisor.awaitReady(LIMIT)) {
      supervisor.close();
      throw new IllegalStateException(
          "Expected PostgreSQL within %s, but found: %s".formatted(LIMIT, supervisor.status()));
    }
  }

  /** Ends it; its data stay. */
  public void stop() {
    supervisor.close();
  }

  /** Keeps a copy of its data, of the moment; it must not run. */
  public void backUp() throws IOException {
    FileTree.replace(postgres.data(), folder.resolve("backup"));
  }

  /** Puts the copy in its place; it must not run. */
  public void restore() throws IOException {
    FileTree.replace(folder.resolve("backup"), postgres.data());
  }

  /** Rows of a table. */
  public long count(String table) throws IOException {
    try (Connection connection =
            DriverManager.getConnection(postgres.url(), PostgresServer.NAME, postgres.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IOException("Expected to count the rows of " + table, e);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
