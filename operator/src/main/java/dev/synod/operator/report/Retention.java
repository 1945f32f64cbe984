package dev.synod.operator.report;

import dev.synod.crds.report.AuditReportSpec;
import io.fabric8.kubernetes.api.model.Duration;
import java.text.ParseException;
import java.util.Optional;

/** The age at which archives go. */
final class Retention {
  private Retention() {}

  /**
   * The age, where there is one.
   *
   * @throws ParseException if it is no duration
   */
  static Optional<java.time.Duration> of(AuditReportSpec spec) throws ParseException {
    String retention = spec.retention();
    return retention == null
        ? Optional.empty()
        : Optional.of(Duration.parse(retention).getDuration());
  }
}
