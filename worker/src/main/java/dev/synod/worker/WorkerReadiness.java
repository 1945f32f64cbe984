package dev.synod.worker;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a session is open and an expression can be evaluated. */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {
  private final Worker worker;

  WorkerReadiness(Worker worker) {
    this.worker = worker;
  }

  @Override
  public HealthCheckResponse call() {
    String reason = worker.notReady();
    var response = HealthCheckResponse.named("worker").status(reason.isEmpty());
    return reason.isEmpty() ? response.build() : response.withData("reason", reason).build();
  }
}
