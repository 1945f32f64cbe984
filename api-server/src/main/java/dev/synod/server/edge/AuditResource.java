package dev.synod.server.edge;

import dev.synod.audit.note.SignerKey;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.MissingNodeException;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.Subtree;
import dev.synod.kernel.Action;
import dev.synod.server.audit.AuditKeys;
import dev.synod.server.audit.AuditReads;
import dev.synod.server.audit.Checkpoints;
import dev.synod.server.audit.Export;
import dev.synod.server.audit.Exports;
import dev.synod.server.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail: keys, checkpoints, proofs, reports. */
@Path("/v1/audit")
@RunOnVirtualThread
@Tag(name = "Audit")
public class AuditResource {
  private static final String ZIP = "application/zip";
  private static final int FILTER_VALUES_MAX = 100;

  private final Asked asked;
  private final AuditKeys keys;
  private final Checkpoints checkpoints;
  private final AuditReads reads;
  private final Exports exports;

  @Inject
  public AuditResource(
      Asked asked, AuditKeys keys, Checkpoints checkpoints, AuditReads reads, Exports exports) {
    this.asked = asked;
    this.keys = keys;
    this.checkpoints = checkpoints;
    this.reads = reads;
    this.exports = exports;
  }

  /**
   * Public keys.
   *
   * @param keys in C2SP's form; each of them signs
   */
  public record Keys(List<String> keys) {}

  /**
   * That the tree of one size is the beginning of another's.
   *
   * @param path hashes of RFC 9162, 2.1.4, base64
   */
  public record Consistency(long from, long to, List<String> path) {}

  /**
   * That an entry is in the tree of a size.
   *
   * @param hash of the leaf, base64
   * @param path hashes of RFC 9162, 2.1.3, base64
   */
  public record Inclusion(long entry, long size, String hash, List<String> path) {}

  /**
   * Which report is wanted.
   *
   * @param from RFC 3339, inclusive
   * @param to RFC 3339, exclusive
   * @param actions such as {@code state.write} or {@code state.*}
   * @param payloads whether entries come with their payloads
   * @param since size of an earlier checkpoint that the report shall be held against
   */
  public record ExportRequest(
      @Nullable String from,
      @Nullable String to,
      @Nullable List<String> namespaces,
      @Nullable List<String> groups,
      @Nullable List<String> subjects,
      @Nullable List<String> actions,
      @Nullable List<String> outcomes,
      @Nullable Boolean payloads,
      @Nullable Long since) {

    Filter filter() {
      return new Filter(
          list(namespaces), list(groups), list(subjects), list(actions), list(outcomes));
    }

    private static List<String> list(@Nullable List<String> given) {
      List<String> values = given == null ? List.of() : given;
      values.forEach(value -> Bodies.required("value to filter by", value));
      if (values.size() > FILTER_VALUES_MAX) {
        throw ProblemException.invalid(
            "Expected at most %d values to filter by, but found %d."
                .formatted(FILTER_VALUES_MAX, values.size()));
      }
      return values;
    }
  }

  @GET
  @Path("/keys")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Reads the public keys that sign checkpoints and reports")
  public Keys keys() {
    return new Keys(
        keys.signers().stream().map(SignerKey::verifier).map(VerifierKey::toString).toList());
  }

  @GET
  @Path("/checkpoint")
  @Produces(MediaType.TEXT_PLAIN)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Reads a signed checkpoint over all that was acknowledged before")
  public String checkpoint() {
    return checkpoints.covering(asked.state().audit().size()).note();
  }

  @GET
  @Path("/consistency")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Proves that the tree of one size is the beginning of another's")
  public Consistency consistency(
      @QueryParam("from") @DefaultValue("0") long from, @QueryParam("to") long to) {
    expectSize("to", to);
    if (from < 0 || from > to) {
      throw ProblemException.invalid(
          "Expected 0 to %d as 'from', but found %d.".formatted(to, from));
    }
    try {
      return new Consistency(from, to, texts(new Prover(reads.tree()).consistency(from, to)));
    } catch (MissingNodeException e) {
      throw ProblemException.compacted(String.valueOf(e.getMessage()));
    }
  }

  @GET
  @Path("/inclusion")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Proves that an entry is in the tree of a size")
  public Inclusion inclusion(@QueryParam("entry") long entry, @QueryParam("size") long size) {
    expectSize("size", size);
    if (entry < 0 || entry >= size) {
      throw ProblemException.invalid(
          "Expected 0 to %d as 'entry', but found %d.".formatted(size - 1, entry));
    }
    try {
      var tree = reads.tree();
      return new Inclusion(
          entry,
          size,
          tree.root(new Subtree(0, entry)).base64(),
          texts(new Prover(tree).inclusion(entry, size)));
    } catch (MissingNodeException e) {
      throw ProblemException.compacted(String.valueOf(e.getMessage()));
    }
  }

  @POST
  @Path("/entries:export")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(ZIP)
  @Governed(Action.AUDIT_EXPORT)
  @Operation(summary = "Writes a report that is verified without a server, as a ZIP archive")
  public StreamingOutput export(@Nullable ExportRequest given) {
    ExportRequest wanted = Bodies.required(given);
    Export export =
        exports.prepare(
            new Export.Wish(
                asked.subject().id(),
                new Manifest.Period(wanted.from(), wanted.to()),
                wanted.filter(),
                Boolean.TRUE.equals(wanted.payloads()),
                wanted.since() == null ? -1 : wanted.since()),
            asked.state().audit().size());
    return out -> exports.write(export, out);
  }

  private void expectSize(String name, long size) {
    long known = asked.state().audit().size();
    if (size < 1 || size > known) {
      throw ProblemException.invalid(
          "Expected 1 to %d, the entries that there are, as '%s', but found %d."
              .formatted(known, name, size));
    }
  }

  private static List<String> texts(List<Hash> hashes) {
    return hashes.stream().map(Hash::base64).toList();
  }
}
