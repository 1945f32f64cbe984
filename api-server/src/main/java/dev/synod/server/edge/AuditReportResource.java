package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.audit.report.Filter;
import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.time.Durations;
import dev.synod.server.audit.KeptReport;
import dev.synod.server.audit.Reports;
import dev.synod.server.governance.GovernanceConfig;
import dev.synod.server.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reports that are made for AuditReport resources, and kept. */
@Path("/v1/namespaces/{ns}/audit/reports")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditReportResource {
  private static final int KEPT_DEFAULT = 10;
  private static final int KEPT_MAX = 100;
  private static final long RETENTION_SECONDS_MAX = Duration.ofDays(3_650).toSeconds();

  private final Asked asked;
  private final Reports reports;
  private final CurrentVertxRequest request;
  private final String systemNamespace;

  @Inject
  public AuditReportResource(
      Asked asked, Reports reports, GovernanceConfig config, CurrentVertxRequest request) {
    this.request = request;
    this.asked = asked;
    this.reports = reports;
    this.systemNamespace = config.systemNamespace();
  }

  /**
   * A report for a resource, as the operator wants it.
   *
   * @param applier who applied the resource
   * @param kept how many of its reports are kept, the newest; 10 where absent
   * @param retentionSeconds age at which each of its archives goes; never where absent
   * @param report what it is about; its period must be over
   */
  public record ReportRequest(
      @Nullable String uid,
      @Nullable Long generation,
      @Nullable String applier,
      @Nullable Integer kept,
      @Nullable Long retentionSeconds,
      AuditExporting.@Nullable ExportRequest report) {}

  /**
   * How a report stands.
   *
   * @param state {@code Waiting}, {@code Making}, {@code Made}, {@code Failed}, or {@code Expired}
   *     where its archive is gone
   * @param message why it waits, failed or is gone
   * @param percent of its entries that are written
   * @param made what it holds, once it is there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReportView(
      long generation,
      String from,
      String to,
      String state,
      String message,
      int percent,
      @Nullable Made made) {
    private static final int ALL = 100;

    static ReportView of(KeptReport report) {
      KeptReport.Outcome outcome = report.outcome();
      return new ReportView(
          report.of().generation(),
          report.of().from(),
          report.of().to(),
          report.state().word(),
          report.message(),
          report.leaves() == 0 ? 0 : (int) (report.leavesDone() * ALL / report.leaves()),
          outcome == null ? null : Made.of(outcome));
    }
  }

  /**
   * A report that is there.
   *
   * @param entries that it shows
   * @param checkpointSize of the tree that it is part of
   * @param checkpointRoot base64
   * @param digest SHA-256 of its manifest, base64
   * @param bytes of its archive
   */
  public record Made(
      long entries, long checkpointSize, String checkpointRoot, String digest, long bytes) {
    static Made of(KeptReport.Outcome outcome) {
      return new Made(
          outcome.holds().entries(),
          outcome.holds().checkpointSize(),
          outcome.holds().checkpointRoot(),
          outcome.digest(),
          outcome.bytes());
    }
  }

  /** Reports, the newest first. */
  public record ReportList(List<ReportView> items) {}

  @PUT
  @Path("/{name}")
  @Governed(Action.DECLARATION_WRITE)
  @Operation(summary = "Asks for a report that is made in the background, and tells how it stands")
  public ReportView ask(
      @PathParam("ns") String ns, @PathParam("name") String name, @Nullable ReportRequest given) {
    ReportRequest wanted = Bodies.required(given);
    String namespace = Names.namespace(ns);
    AuditExporting.ExportRequest report = Bodies.required("report", wanted.report());
    boolean everywhere = namespace.equals(systemNamespace);
    Filter filter = everywhere ? report.filter() : report.filter(namespace);
    var of =
        new KeptReport.Of(
            namespace,
            Names.name(name),
            Bodies.required("uid", Filters.text("uid", wanted.uid())),
            Bodies.required("generation", wanted.generation()),
            Bodies.required("from", report.from()),
            Bodies.required("to", report.to()));
    expectOver(of);
    int kept = Objects.requireNonNullElse(wanted.kept(), KEPT_DEFAULT);
    if (kept < 1 || kept > KEPT_MAX) {
      throw ProblemException.invalid(
          "Expected 1 to %d reports to keep, but found %d.".formatted(KEPT_MAX, kept));
    }
    Long retention = wanted.retentionSeconds();
    if (retention != null && (retention < 1 || retention > RETENTION_SECONDS_MAX)) {
      throw ProblemException.invalid(
          "Expected a retention of 1 to %d seconds (%s), but found %d."
              .formatted(
                  RETENTION_SECONDS_MAX,
                  Durations.text(Duration.ofSeconds(RETENTION_SECONDS_MAX)),
                  retention));
    }
    String by = Objects.requireNonNullElse(wanted.applier(), "");
    return ReportView.of(
        reports.ask(
            of, new Reports.Wanted(by, everywhere ? null : namespace, filter, kept), retention));
  }

  @GET
  @Path("/{name}")
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Lists the reports of a resource, the newest first")
  public ReportList list(@PathParam("ns") String namespace, @PathParam("name") String name) {
    return new ReportList(
        reports.of(Names.namespace(namespace), Names.name(name)).stream()
            .map(ReportView::of)
            .toList());
  }

  @DELETE
  @Path("/{name}")
  @Governed(Action.DECLARATION_WRITE)
  @Operation(
      summary =
          "Removes the reports of a resource (uid), or of others that had its name (notUid); what they told stays in the trail")
  public void remove(
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      @QueryParam("uid") @Nullable String uid,
      @QueryParam("notUid") @Nullable String notUid) {
    String gone = Objects.requireNonNullElse(Filters.text("uid", uid), "");
    String alive = Objects.requireNonNullElse(Filters.text("notUid", notUid), "");
    if (gone.isEmpty() == alive.isEmpty()) {
      throw ProblemException.invalid(
          "Expected one of the query parameters 'uid' and 'notUid', but found %s."
              .formatted(gone.isEmpty() ? "none" : "both"));
    }
    if (alive.isEmpty()) {
      reports.remove(Names.namespace(namespace), Names.name(name), gone);
    } else {
      reports.removeOthers(Names.namespace(namespace), Names.name(name), alive);
    }
  }

  @POST
  @Path("/{name}:download")
  @Consumes(MediaType.WILDCARD)
  @Produces(AuditExporting.ZIP)
  @Governed(Action.AUDIT_EXPORT)
  @Operation(summary = "Downloads a report as a ZIP archive: the newest, or that of a period")
  public StreamingOutput download(
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      @QueryParam("uid") @Nullable String uid,
      @QueryParam("from") @Nullable String from) {
    KeptReport report =
        reports.of(Names.namespace(namespace), Names.name(name)).stream()
            .filter(one -> one.outcome() != null)
            .filter(one -> uid == null || one.of().uid().equals(uid))
            .filter(one -> from == null || one.of().from().equals(from))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "Expected a report of %s/%s that is made, but found none."
                            .formatted(namespace, name)));
    Consumer<Command> trail = asked.further();
    return new StreamedBody(
        "The archive of a report", request, out -> reports.write(report, out, trail));
  }

  private void expectOver(KeptReport.Of of) {
    Instant from = Filters.required("from", of.from());
    Instant to = Filters.required("to", of.to());
    Instant now = Instant.ofEpochMilli(asked.state().clock().timeMillis());
    if (!from.isBefore(to) || to.isAfter(now)) {
      throw ProblemException.invalid(
          "Expected a period that begins before it ends, and is over by %s, but found %s to %s."
              .formatted(now, from, to));
    }
  }
}
