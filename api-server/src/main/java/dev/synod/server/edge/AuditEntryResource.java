package dev.synod.server.edge;

import dev.synod.kernel.Action;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Entries of the audit trail: searched, and reported. */
@Path("/v1/audit")
@RunOnVirtualThread
@Tag(name = "Audit")
public class AuditEntryResource {
  private final AuditSearch search;
  private final AuditExporting exporting;

  @Inject
  public AuditEntryResource(AuditSearch search, AuditExporting exporting) {
    this.search = search;
    this.exporting = exporting;
  }

  @GET
  @Path("/entries")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Searches the entries of the audit trail, the newest first")
  public AuditSearch.Page search(
      @BeanParam AuditSearch.Wanted wanted, @QueryParam("namespace") @Nullable String namespace) {
    return search.page(wanted, namespace);
  }

  @POST
  @Path("/entries:export")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(AuditExporting.ZIP)
  @Governed(Action.AUDIT_EXPORT)
  @Operation(summary = "Writes a report that is verified without a server, as a ZIP archive")
  public StreamingOutput export(AuditExporting.@Nullable ExportRequest given) {
    AuditExporting.ExportRequest wanted = Bodies.required(given);
    return exporting.export(wanted, null, wanted.filter());
  }
}
