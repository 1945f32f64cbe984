package dev.synod.server.governance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.quota.Countable;
import dev.synod.log.ReplicatedLog;
import dev.synod.rego.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Lets declared policies narrow what the base policy allows. Each is asked by itself: one that
 * can't be evaluated, or takes too long, is judged by its own failure policy and stops no other.
 */
@ApplicationScoped
class Narrowing {
  private final OpaClient opa;
  private final PolicyTallies tallies;
  private final Contents contents;
  private final ReplicatedLog log;

  @Inject
  Narrowing(OpaClient opa, PolicyTallies tallies, Contents contents, ReplicatedLog log) {
    this.opa = opa;
    this.tallies = tallies;
    this.contents = contents;
    this.log = log;
  }

  /** A question with what some policies look at of its content, as it stands now. */
  ObjectNode withContent(
      ObjectNode question, Content content, Scope scope, List<Applicable> policies) {
    var seen = EnumSet.noneOf(Sight.class);
    policies.forEach(policy -> seen.addAll(policy.looksAt()));
    return contents.with(question, content, scope, seen, log.state());
  }

  /**
   * What is left of a decision where declared policies have a say beside it. They are not asked
   * about what the base policy denies, nor for what is to be left out of it: all content is.
   */
  CompletableFuture<Decision> narrow(ObjectNode input, Decision base, List<Applicable> policies) {
    if (!base.allowed()) {
      return CompletableFuture.completedFuture(base.masking(Masks.CONTENT.stream()));
    }
    if (policies.isEmpty()) {
      return CompletableFuture.completedFuture(base);
    }
    return said(Asker.of(input), input, policies)
        .thenApply(
            all -> {
              Decision decision = merge(base, all);
              if (!decision.revision().isEmpty()) {
                tallies.count(all);
              }
              return decision;
            });
  }

  /** What quotas that don't bind warn of, where a command would make one more than they say. */
  List<Decision.Reason> overQuota(Decision decision, Command command) {
    if (decision.ceilings().isEmpty()) {
      return List.of();
    }
    KernelState state = log.state();
    String namespace = command.scope().namespace();
    List<Ceiling> reached =
        Quotas.reached(decision.ceilings(), Quotas.madeBy(command, state), namespace, state)
            .stream()
            .filter(ceiling -> !ceiling.policy().enforces())
            .toList();
    reached.forEach(ceiling -> tallies.overQuota(ceiling.policy()));
    return reached.stream()
        .filter(ceiling -> ceiling.policy().tells())
        .map(ceiling -> ceiling.reason(namespace, state))
        .toList();
  }

  /**
   * The decision on creating a resource, which the kernel is not asked about, under quotas.
   *
   * @param isDryRun whether nothing is created whatever the answer is, and nothing counted
   */
  Decision creating(Decision decision, String resource, String namespace, boolean isDryRun) {
    KernelState state = log.state();
    List<Ceiling> reached =
        Quotas.reached(decision.ceilings(), Countable.declaredAs(resource), namespace, state);
    if (!decision.allowed() || reached.isEmpty()) {
      return decision;
    }
    if (!isDryRun && !decision.revision().isEmpty()) {
      reached.forEach(ceiling -> tallies.overQuota(ceiling.policy()));
    }
    List<Decision.Reason> refusals =
        reached.stream()
            .filter(ceiling -> ceiling.policy().enforces())
            .map(ceiling -> ceiling.reason(namespace, state))
            .toList();
    List<Decision.Reason> warnings =
        Stream.concat(
                decision.warnings().stream(),
                reached.stream()
                    .filter(ceiling -> !ceiling.policy().enforces() && ceiling.policy().tells())
                    .map(ceiling -> ceiling.reason(namespace, state)))
            .toList();
    return refusals.isEmpty() ? decision.warning(warnings) : decision.refused(refusals, warnings);
  }

  /** What each of the policies says; nothing is counted. */
  CompletableFuture<List<Said>> said(Asker asker, ObjectNode input, List<Applicable> policies) {
    if (policies.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    OpaClient.Asked question = OpaClient.asked(asker, input, policies.size());
    List<CompletableFuture<Said>> asked =
        policies.stream()
            .map(policy -> opa.verdict(question, policy).thenApply(v -> new Said(policy, v)))
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(all -> asked.stream().map(CompletableFuture::join).toList());
  }

  /** A policy, and what it says. */
  record Said(Applicable policy, Verdict verdict) {
    Said {
      if (policy.looksAtContent() && !verdict.quota().isEmpty()) {
        verdict =
            Verdict.failed(
                    "it gives a quota, which holds for many requests, and looks at the content of each;"
                        + " make two policies of it")
                .of(verdict.revision());
      }
    }

    private Stream<Ceiling> ceilings() {
      return verdict.quota().entrySet().stream()
          .map(each -> new Ceiling(policy, each.getKey(), each.getValue()));
    }

    boolean objects() {
      return verdict.hasFailed() ? policy.refusesOnFailure() : !verdict.deny().isEmpty();
    }

    /** Why it objects. */
    Stream<Decision.Reason> objections() {
      if (!objects()) {
        return Stream.empty();
      }
      return verdict.hasFailed()
          ? Stream.of(
              reason(
                  "expected an answer of the policy, but %s; its failurePolicy is Refuse"
                      .formatted(verdict.failure())))
          : verdict.deny().stream().map(this::reason);
    }

    private Decision.Reason reason(String message) {
      return new Decision.Reason(policy.toString(), message);
    }

    /** What the caller is warned of. */
    Stream<Decision.Reason> warnings() {
      if (!policy.tells()) {
        return Stream.empty();
      }
      Stream<Decision.Reason> own = verdict.warn().stream().map(this::reason);
      return policy.enforces() ? own : Stream.concat(objections(), own);
    }
  }

  /**
   * The decision of all. One of another bundle than the base policy's makes it a decision of no
   * bundle, which is asked for again.
   */
  static Decision merge(Decision base, List<Said> all) {
    boolean mixed =
        all.stream().anyMatch(said -> !said.verdict().revision().equals(base.revision()));
    if (mixed) {
      return base.ofRevision("");
    }
    List<Decision.Reason> refusals =
        all.stream().filter(said -> said.policy().enforces()).flatMap(Said::objections).toList();
    var warnings = new ArrayList<Decision.Reason>();
    all.forEach(said -> said.warnings().forEach(warnings::add));
    Decision decision =
        refusals.isEmpty() ? base.warning(warnings) : base.refused(refusals, warnings);
    return decision
        .masking(all.stream().flatMap(said -> said.verdict().mask().stream()))
        .limiting(all.stream().flatMap(Said::ceilings));
  }
}
