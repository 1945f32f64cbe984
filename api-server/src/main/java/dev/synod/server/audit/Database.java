package dev.synod.server.audit;

import dev.synod.kernel.Code;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The database in which the trail is kept. */
@ApplicationScoped
class Database {
  private final Instance<AgroalDataSource> source;
  private final boolean configured;

  @Inject
  Database(
      Instance<AgroalDataSource> source,
      @ConfigProperty(name = "synod.log.database-url") Optional<String> url) {
    this.source = source;
    this.configured = url.isPresent();
  }

  /** Work with a connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Whether there is one. */
  boolean isConfigured() {
    return configured;
  }

  /**
   * Does work, within the transaction that is active, if any.
   *
   * @throws TrailException if the database can't be asked
   */
  <T extends @Nullable Object> T with(Work<T> work) {
    if (!configured) {
      throw new TrailException(
          Code.FAILED_PRECONDITION,
          "Expected an audit trail, but this installation has no PostgreSQL (SYNOD_DB_URL).");
    }
    try (Connection connection = source.get().getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw TrailException.unavailable(
          "Expected the audit trail in PostgreSQL, but it can't be asked now; try again later.", e);
    }
  }
}
