package dev.synod.server.telemetry;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns tracing on exactly where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector. */
public final class TracingActivation implements ConfigSourceFactory {
  /** Above the application's own properties, below the environment. */
  private static final int ORDINAL = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String endpoint = value(context, "OTEL_EXPORTER_OTLP_ENDPOINT", "");
    Map<String, String> properties =
        endpoint.isBlank()
            ? Map.of("quarkus.otel.sdk.disabled", "true")
            : Map.of(
                "quarkus.otel.sdk.disabled",
                "false",
                "quarkus.otel.exporter.otlp.endpoint",
                endpoint,
                "quarkus.otel.exporter.otlp.protocol",
                value(context, "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
    return List.of(new PropertiesConfigSource(properties, "synod-tracing", ORDINAL));
  }

  private static String value(ConfigSourceContext context, String name, String otherwise) {
    ConfigValue found = context.getValue(name);
    return found == null || found.getValue() == null ? otherwise : found.getValue();
  }
}
