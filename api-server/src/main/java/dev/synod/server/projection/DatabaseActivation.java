package dev.synod.server.projection;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Switches everything that needs the database off where no database is configured. */
public final class DatabaseActivation implements ConfigSourceFactory {
  /** Above the application's own properties, below the environment. */
  private static final int ORDINAL = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue url = context.getValue("SYNOD_DB_URL");
    boolean configured = url != null && url.getValue() != null && !url.getValue().isBlank();
    String active = Boolean.toString(configured);
    return List.of(
        new PropertiesConfigSource(
            Map.of(
                "quarkus.datasource.active", active,
                "quarkus.hibernate-orm.active", active,
                "quarkus.flyway.active", active),
            "synod-database",
            ORDINAL));
  }
}
