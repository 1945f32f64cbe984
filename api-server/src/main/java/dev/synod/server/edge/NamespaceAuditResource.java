package dev.synod.server.edge;

import dev.synod.kernel.Action;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A namespace's entries of the audit trail, for its own auditors. */
@Path("/v1/namespaces/{ns}/audit")
@RunOnVirtualThread
@Tag(name = "Audit")
public class NamespaceAuditResource {
  private final AuditSearch search;
  private final AuditExporting exporting;

  @Inject
  public NamespaceAuditResource(AuditSearch search, AuditExporting exporting) {
    this.search = search;
    this.exporting = exporting;
  }

  @GET
  @Path("/entries")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Searches the audit trail's entries of a namespace, the newest first")
  public AuditSearch.Page search(
      @BeanParam AuditSearch.Wanted wanted, @PathParam("ns") String namespace) {
    return search.page(wanted, Names.namespace(namespace));
  }

  @POST
  @Path("/entries:export")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(AuditExporting.ZIP)
  @Governed(Action.AUDIT_EXPORT)
  @Operation(summary = "Writes a report that tells of one namespace alone, as a ZIP archive")
  public StreamingOutput export(
      @PathParam("ns") String ns, AuditExporting.@Nullable ExportRequest given) {
    AuditExporting.ExportRequest wanted = Bodies.required(given);
    String namespace = Names.namespace(ns);
    return exporting.export(wanted, namespace, wanted.filter(namespace));
  }
}
