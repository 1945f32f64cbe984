package dev.synod.operator.policy;

import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.policy.GovernancePolicyStatus;
import dev.synod.operator.condition.Backoff;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Publisher;
import dev.synod.operator.condition.Report;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Declaration;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Declarations;
import dev.synod.operator.declaration.DeclaredKind;
import dev.synod.operator.declaration.Departure;
import dev.synod.operator.declaration.LiveStatusSource;
import dev.synod.operator.declaration.LiveStatusSources;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Checks each GovernancePolicy, declares it, and reports whether it is in force. */
@ControllerConfiguration(
    name = "policy",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class PolicyReconciler
    implements Reconciler<GovernancePolicy>, Cleaner<GovernancePolicy> {
  private final PolicyVerdicts verdicts;
  private final Declarations declarations;
  private final LiveStatusSource<GovernancePolicy> live;
  private final Report<GovernancePolicyStatus, GovernancePolicy> report;
  private final Departure departure;
  private final Clock clock;

  PolicyReconciler(
      PolicyVerdicts verdicts,
      Declarations declarations,
      LiveStatusSources sources,
      Publisher publisher,
      Departure departure,
      Clock clock) {
    this.verdicts = verdicts;
    this.declarations = declarations;
    this.live = sources.of(DeclaredKind.POLICIES, GovernancePolicy.class);
    this.report = publisher.reportOf(GovernancePolicy::new, GovernancePolicyStatus::conditions);
    this.departure = departure;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, GovernancePolicy>> prepareEventSources(
      EventSourceContext<GovernancePolicy> context) {
    return List.of(live);
  }

  @Override
  public UpdateControl<GovernancePolicy> reconcile(
      GovernancePolicy policy, Context<GovernancePolicy> context) {
    Verdict valid = verdicts.of(policy);
    if (!valid.isTrue()) {
      Standing<GovernancePolicyStatus> before =
          live.standing(Outcome.DONE, policy, GovernancePolicyStatus.class);
      GovernancePolicyStatus refused =
          PolicyStatusFactory.refused(policy, valid, before.live(), now());
      UpdateControl<GovernancePolicy> control = report.patch(policy, refused);
      return valid.reason() == PolicyReason.CHECK_FAILED
          ? control.rescheduleAfter(Backoff.of(refused.conditions(), Conditions.ACCEPTED, now()))
          : control;
    }
    Standing<GovernancePolicyStatus> standing =
        live.standing(
            declarations.declare(Declaration.of(DeclaredKind.POLICIES, policy)),
            policy,
            GovernancePolicyStatus.class);
    GovernancePolicyStatus status = PolicyStatusFactory.status(policy, standing, now());
    UpdateControl<GovernancePolicy> control = report.patch(policy, status);
    return standing.isDeclared()
        ? control
        : control.rescheduleAfter(Backoff.of(status.conditions(), Conditions.ACCEPTED, now()));
  }

  @Override
  public DeleteControl cleanup(GovernancePolicy policy, Context<GovernancePolicy> context) {
    verdicts.forget(policy);
    return departure.decide(
        policy,
        departure.retract(DeclaredKind.POLICIES, policy),
        message ->
            report.tell(
                policy,
                PolicyStatusFactory.status(
                    policy, Verdict.fails(DeclarationReason.DELETING, message), now()),
                context));
  }

  @Override
  public ErrorStatusUpdateControl<GovernancePolicy> updateErrorStatus(
      GovernancePolicy policy, Context<GovernancePolicy> context, Exception e) {
    GovernancePolicyStatus status =
        PolicyStatusFactory.status(
            policy, Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e)), now());
    return report.failed(
        policy, status, e, Backoff.of(status.conditions(), Conditions.ACCEPTED, now()));
  }

  private Instant now() {
    return clock.instant();
  }
}
