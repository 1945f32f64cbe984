package dev.synod.server.edge;

import dev.synod.audit.note.SignerKey;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.MissingNodeException;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.Subtree;
import dev.synod.kernel.Action;
import dev.synod.server.audit.AuditKeys;
import dev.synod.server.audit.AuditReads;
import dev.synod.server.audit.Checkpoints;
import dev.synod.server.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit trail: keys, checkpoints, proofs. */
@Path("/v1/audit")
@RunOnVirtualThread
@Tag(name = "Audit")
public class AuditResource {
  private final Asked asked;
  private final AuditKeys keys;
  private final Checkpoints checkpoints;
  private final AuditReads reads;

  @Inject
  public AuditResource(Asked asked, AuditKeys keys, Checkpoints checkpoints, AuditReads reads) {
    this.asked = asked;
    this.keys = keys;
    this.checkpoints = checkpoints;
    this.reads = reads;
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
