package dev.synod.server.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the log can be read and written and a policy is in force, which OPA here does not
 * still wait for; history may lag, and OPA may be away.
 */
@Readiness
@ApplicationScoped
class CoordinationReadiness implements HealthCheck {
  private final PartsHealth parts;

  @Inject
  CoordinationReadiness(PartsHealth parts) {
    this.parts = parts;
  }

  @Override
  public HealthCheckResponse call() {
    var response =
        HealthCheckResponse.named("coordination")
            .status(parts.isLogReady() && parts.isPolicyKnown());
    parts.words().forEach(response::withData);
    return response.build();
  }
}
