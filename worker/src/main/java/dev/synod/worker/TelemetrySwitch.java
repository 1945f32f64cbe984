package dev.synod.worker;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Turns tracing on exactly where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector. */
public final class TelemetrySwitch implements ConfigSource {
  private static final int ORDINAL = 260;
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private final Map<String, String> properties = properties(System.getenv(ENDPOINT));

  private static Map<String, String> properties(@Nullable String endpoint) {
    return endpoint == null || endpoint.isBlank()
        ? Map.of("quarkus.otel.sdk.disabled", "true")
        : Map.of(
            "quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.endpoint", endpoint);
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "telemetry";
  }
}
