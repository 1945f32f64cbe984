package dev.synod.server.edge;

import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the replica runs; one that closed itself comes back only with the process. */
@Liveness
@ApplicationScoped
class CoordinationLiveness implements HealthCheck {
  private final ReplicatedLog log;

  @Inject
  CoordinationLiveness(ReplicatedLog log) {
    this.log = log;
  }

  @Override
  public HealthCheckResponse call() {
    LogStatus status = log.status();
    return HealthCheckResponse.named("replica")
        .status(status.role() != LogStatus.Role.STOPPED)
        .withData("role", status.role().name())
        .build();
  }
}
