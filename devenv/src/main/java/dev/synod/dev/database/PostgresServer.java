package dev.synod.dev.database;

import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.ProcessSpec.StopSignal;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.Secrets;
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
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL on a loopback port, with full durability.
 *
 * @param distribution its programs
 * @param data folder of the database cluster and of its passwords
 * @param log its log file
 */
public record PostgresServer(PostgresDistribution distribution, Path data, Path log, int port) {

  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final String SUPERUSER = "postgres";

  /** Name of Synod's database and of the role that owns it. */
  public static final String NAME = "synod";

  /** JDBC URL of Synod's database. */
  public String url() {
    return url(NAME);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Password of the role {@link #NAME}. */
  public String password() throws IOException {
    return Secrets.loadOrCreate(data.resolve("owner-password"));
  }

  /** The process, and the task that creates the role and the database. */
  public List<Part> parts() {
    return List.of(
        new Part.Service(
            "postgresql",
            Set.of(),
            this::launch,
            () -> connect(SUPERUSER, superuserPassword(), SUPERUSER).close(),
            READY_WITHIN),
        new Part.Task("database", Set.of("postgresql"), this::createDatabase));
  }

  private ProcessSpec launch() throws IOException, InterruptedException {
    Path home = distribution.provide();
    Path cluster = data.resolve("cluster");
    if (!Files.exists(cluster.resolve("PG_VERSION"))) {
      initialize(home, cluster);
    }
    return new ProcessSpec(
        unprivileged(
            home.resolve("bin/postgres").toString(),
            "-D",
            cluster.toString(),
            "-p",
            "" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "max_connections=40",
            "-c",
            "shared_buffers=64MB"),
        Map.of(),
        data,
        log,
        StopSignal.INT,
        true);
  }

  /** Into another folder first, so that an interrupted run leaves nothing half made. */
  private void initialize(Path home, Path cluster) throws IOException, InterruptedException {
    Path draft = data.resolve("cluster.new");
    FileTree.delete(draft);
    Files.createDirectories(data);
    superuserPassword();
    int exit =
        new ProcessBuilder(
                unprivileged(
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    draft.toString(),
                    "--username=" + SUPERUSER,
                    "--pwfile=" + superuserPasswordFile(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("initdb ended with code %d; see %s".formatted(exit, log));
    }
    Files.move(draft, cluster);
  }

  /**
   * PostgreSQL refuses to run as root; in a user namespace of its own the same files belong to
   * nobody in particular, and it agrees.
   */
  private static List<String> unprivileged(String... command) {
    List<String> result = new ArrayList<>();
    if (System.getProperty("user.name", "").equals("root")) {
      result.addAll(List.of("unshare", "--user"));
    }
    result.addAll(List.of(command));
    return result;
  }

  private Path superuserPasswordFile() {
    return data.resolve("superuser-password");
  }

  private String superuserPassword() throws IOException {
    return Secrets.loadOrCreate(superuserPasswordFile());
  }

  private Connection connect(String database, String password, String user) throws SQLException {
    return DriverManager.getConnection(url(database), user, password);
  }

  private void createDatabase() throws SQLException, IOException {
    try (Connection connection = connect(SUPERUSER, superuserPassword(), SUPERUSER);
        Statement statement = connection.createStatement()) {
      String role = exists(statement, "pg_roles WHERE rolname") ? "ALTER" : "CREATE";
      // The password is one that Secrets has made: no character of it needs quoting.
      statement.execute("%s ROLE %s LOGIN PASSWORD '%s'".formatted(role, NAME, password()));
      if (!exists(statement, "pg_database WHERE datname")) {
        statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(NAME));
      }
    }
  }

  private static boolean exists(Statement statement, String condition) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT 1 FROM %s = '%s'".formatted(condition, NAME))) {
      return row.next();
    }
  }
}
