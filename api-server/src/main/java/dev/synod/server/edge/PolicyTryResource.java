package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.Scope;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.declaration.PolicySpecs;
import dev.synod.server.declaration.SpecException;
import dev.synod.server.governance.Content;
import dev.synod.server.governance.DraftPolicy;
import dev.synod.server.governance.GovernanceConfig;
import dev.synod.server.governance.Trials;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.projection.Decisions;
import dev.synod.server.view.TrialView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What policies would decide; nothing follows from it. */
@Path("/v1/namespaces/{ns}/policies:try")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public class PolicyTryResource {
  /** Recorded decisions that are tried at once. */
  static final int LAST_MAX = 500;

  private final Trials trials;
  private final Decisions decisions;
  private final String systemNamespace;

  @Inject
  public PolicyTryResource(Trials trials, Decisions decisions, GovernanceConfig config) {
    this.trials = trials;
    this.decisions = decisions;
    this.systemNamespace = config.systemNamespace();
  }

  /**
   * What is to be tried: one question, or the last decisions.
   *
   * @param question {@code null} where {@code last} is given
   * @param last how many decisions on what was asked in the namespace, the latest first
   * @param draft that would be in force too
   */
  public record TryRequest(
      @Nullable TryQuestion question, @Nullable Integer last, @Nullable Draft draft) {}

  /**
   * A question.
   *
   * @param subject such as {@code person:ada} or {@code agent:review/lead}
   * @param roles of a person or a service; where absent, those that its latest decision in the
   *     namespace saw
   * @param group empty or absent for the namespace itself
   * @param resource {@code input.resource}; without it policies that look at content aren't asked
   * @param existing {@code input.existing}
   */
  public record TryQuestion(
      @Nullable String subject,
      @Nullable List<String> roles,
      @Nullable String action,
      @Nullable String group,
      @Nullable Value resource,
      @Nullable Value existing) {}

  /**
   * A policy that is not in force.
   *
   * @param namespace of the policy; that of the path, or the system's
   * @param spec of a GovernancePolicy
   */
  public record Draft(@Nullable String namespace, @Nullable String name, @Nullable Value spec) {}

  @POST
  @Governed(Action.POLICY_TRY)
  @Operation(summary = "Tells what the policies in force, or a draft beside them, would decide")
  public TrialView tryOut(@PathParam("ns") String namespace, TryRequest body) {
    TryRequest wanted = Bodies.required(body);
    DraftPolicy draft = wanted.draft() == null ? null : draft(namespace, wanted.draft());
    Integer last = wanted.last();
    if ((last == null) == (wanted.question() == null)) {
      throw ProblemException.invalid("Expected either a 'question' or 'last', but not both.");
    }
    if (last != null) {
      return last(namespace, last, draft);
    }
    Trials.Asked question = question(namespace, Bodies.required(wanted.question()));
    return TrialView.of(
        question,
        trials.decide(List.of(question), null).getFirst(),
        draft == null ? null : trials.decide(List.of(question), draft).getFirst());
  }

  private TrialView last(String namespace, int last, @Nullable DraftPolicy draft) {
    if (last < 1 || last > LAST_MAX) {
      throw ProblemException.invalid(
          "Expected 1 to %d as 'last', but found %d.".formatted(LAST_MAX, last));
    }
    var recorded = decisions.list(Decisions.Filter.of(Names.namespace(namespace)), last);
    var askable = recorded.stream().filter(TrialView::isWhole).toList();
    return TrialView.of(
        recorded.size(),
        askable,
        trials.decide(askable.stream().map(TrialView::question).toList(), draft),
        draft == null ? "" : draft.ref().toString());
  }

  private Trials.Asked question(String namespace, TryQuestion given) {
    String action = Bodies.required("action", given.action());
    if (!Action.ALL.contains(action)) {
      throw ProblemException.invalid(
          "Expected one of the actions %s, but found '%s'."
              .formatted(String.join(", ", Action.ALL), action));
    }
    String group = given.group() == null ? "" : given.group();
    var scope = new Scope(Names.namespace(namespace), group.isEmpty() ? "" : Names.name(group));
    String id = Bodies.required("subject", Filters.text("subject", given.subject()));
    var roles = new TreeSet<>(given.roles() == null ? rolesOf(namespace, id) : given.roles());
    return trials.question(Subjects.of(id, roles), action, scope, content(given));
  }

  private static @Nullable Content content(TryQuestion given) {
    Value resource = orNull(given.resource());
    return resource instanceof Value.Null
        ? null
        : new Content.Given(resource, orNull(given.existing()));
  }

  private static Value orNull(@Nullable Value value) {
    return value == null ? Values.NULL : value;
  }

  /** The roles that the latest decision about a subject saw. */
  private List<String> rolesOf(String namespace, String subject) {
    return decisions.list(Decisions.Filter.of(namespace, subject), 1).stream()
        .flatMap(row -> TrialView.roles(row).stream())
        .toList();
  }

  private DraftPolicy draft(String namespace, Draft given) {
    String of = given.namespace() == null ? namespace : given.namespace();
    if (!of.equals(namespace) && !of.equals(systemNamespace)) {
      throw ProblemException.invalid(
          "Expected a draft of namespace %s or %s, but found one of %s."
              .formatted(namespace, systemNamespace, of));
    }
    String name = Names.name(Bodies.required("name", given.name()));
    try {
      return new DraftPolicy(
          new PolicyRef(of, name), PolicySpecs.policy(Bodies.required("spec", given.spec())));
    } catch (SpecException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
