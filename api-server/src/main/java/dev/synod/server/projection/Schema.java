package dev.synod.server.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/** The tables of the database, brought up to date before they are used. */
@ApplicationScoped
class Schema {
  private final Instance<Flyway> flyway;
  private final boolean configured;
  private boolean migrated;

  @Inject
  Schema(
      Instance<Flyway> flyway,
      @ConfigProperty(name = "synod.log.database-url") Optional<String> databaseUrl) {
    this.flyway = flyway;
    this.configured = databaseUrl.isPresent();
  }

  /** Whether there is a database. */
  boolean isConfigured() {
    return configured;
  }

  void migrateOnce() {
    if (!migrated) {
      flyway.get().migrate();
      migrated = true;
    }
  }

  /** What is there may be another database now. */
  void forget() {
    migrated = false;
  }
}
