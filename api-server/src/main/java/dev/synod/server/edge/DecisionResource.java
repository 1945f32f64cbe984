package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.server.governance.Content;
import dev.synod.server.governance.Governance;
import dev.synod.server.governance.Right;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.projection.DecisionRow;
import dev.synod.server.projection.Decisions;
import dev.synod.server.view.DecisionView;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What governance decided, and why. */
@Path("/v1")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public class DecisionResource {
  private final Asked asked;
  private final Governance governance;
  private final Decisions decisions;

  @Inject
  public DecisionResource(Asked asked, Governance governance, Decisions decisions) {
    this.asked = asked;
    this.governance = governance;
    this.decisions = decisions;
  }

  /** Which decisions are wanted. */
  public static class Wanted {
    @QueryParam("group")
    @Nullable String group;

    @QueryParam("subject")
    @Nullable String subject;

    @QueryParam("action")
    @Nullable String action;

    @QueryParam("allowed")
    @Nullable Boolean allowed;

    @QueryParam("from")
    @Nullable String from;

    @QueryParam("to")
    @Nullable String to;

    Decisions.Filter in(@Nullable String namespace) {
      return new Decisions.Filter(
          namespace,
          group,
          subject,
          action,
          allowed,
          new Decisions.Period(time("from", from), time("to", to)));
    }

    private static @Nullable Instant time(String name, @Nullable String given) {
      if (given == null) {
        return null;
      }
      try {
        return Instant.parse(given);
      } catch (DateTimeException e) {
        throw ProblemException.invalid(
            "Expected an RFC 3339 time in UTC such as 2026-01-31T00:00:00Z as '%s', but found something else."
                .formatted(name));
      }
    }
  }

  @GET
  @Path("/decisions")
  @Governed(Action.DECISION_READ)
  @Operation(summary = "Lists decisions of governance, the latest first; pages go on by 'to'")
  public Listing<DecisionView> list(
      @BeanParam Wanted wanted, @QueryParam("limit") @DefaultValue("100") int limit) {
    return listing(wanted.in(null), limit);
  }

  @GET
  @Path("/namespaces/{ns}/decisions")
  @Governed(Action.DECISION_READ)
  @Operation(summary = "Lists decisions on what was asked in the namespace, the latest first")
  public Listing<DecisionView> listOfNamespace(
      @PathParam("ns") String namespace,
      @BeanParam Wanted wanted,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return listing(wanted.in(namespace), limit);
  }

  private Listing<DecisionView> listing(Decisions.Filter filter, int limit) {
    int most = Listing.limit(limit);
    KernelState state = asked.state();
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        decisions.list(filter, most).stream().map(row -> view(state, row)).toList(),
        null);
  }

  /** Whoever a decision is about may see it; of others', whoever may read its namespace's. */
  @GET
  @Path("/decisions/{id}")
  @CheckedWithin
  @Operation(summary = "Says what was decided, and why; everybody may see their own")
  public DecisionView get(@PathParam("id") String id) {
    DecisionRow row =
        decisions
            .find(id)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "Expected a decision with this id, but found none; one is here some seconds after it was made, and for 90 days."));
    if (!row.subject.equals(asked.subject().id())) {
      Scope scope = row.namespace.isEmpty() ? Scope.CLUSTER : Scope.of(row.namespace);
      var _ =
          Asked.join(
              governance.toRead(
                  new Right(
                      asked.subject(),
                      Action.DECISION_READ,
                      scope,
                      Content.named(Map.of("id", id)))));
    }
    return view(asked.state(), row);
  }

  private static DecisionView view(KernelState state, DecisionRow row) {
    return DecisionView.of(row, state.permits().policies());
  }
}
