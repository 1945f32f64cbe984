package dev.synod.crds.report;

import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an AuditReport.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, Ready
 * @param percent of the present report that is written
 * @param latest the newest report, where one is made
 * @param nextRun RFC 3339 instant from which on the next one is made, where one will be
 */
@ApiObject
public record AuditReportStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @Min(0) @Max(100) @Nullable Integer percent,
    @Nullable Latest latest,
    @Size(max = 64) @Nullable String nextRun) {
  public AuditReportStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * A report that is made.
   *
   * @param from RFC 3339, inclusive
   * @param to RFC 3339, exclusive
   * @param entries that it shows
   * @param checkpoint of the tree that it is part of
   * @param digest SHA-256 of its manifest, base64
   * @param bytes of its archive
   * @param url where an auditor of the namespace downloads it
   */
  @ApiObject
  public record Latest(
      @Size(max = 64) @Nullable String from,
      @Size(max = 64) @Nullable String to,
      @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long entries,
      @Nullable CheckpointReference checkpoint,
      @Size(max = 64) @Nullable String digest,
      @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long bytes,
      @Size(max = 2048) @Nullable String url) {}

  /**
   * A checkpoint of the audit tree.
   *
   * @param size its entries
   * @param root base64
   */
  @ApiObject
  public record CheckpointReference(
      @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long size, @Size(max = 64) @Nullable String root) {}
}
