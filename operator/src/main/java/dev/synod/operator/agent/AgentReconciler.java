package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.agent.AgentStatus;
import dev.synod.operator.condition.Backoff;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Publisher;
import dev.synod.operator.condition.Report;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.DeclaredKind;
import dev.synod.operator.declaration.Departure;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Declares each Agent, gives it credentials, has it run, and reports how it stands. */
@ControllerConfiguration(
    name = "agent",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = SpecOrLabelsChanged.class),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class AgentReconciler implements Reconciler<Agent>, Cleaner<Agent> {
  private static final Duration LOOK_AGAIN_MAX = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN_MIN = Duration.ofSeconds(1);

  private final AgentObserver observer;
  private final AgentActor actor;
  private final Report<AgentStatus, Agent> report;
  private final Departure departure;
  private final Clock clock;

  AgentReconciler(
      AgentObserver observer,
      AgentActor actor,
      Publisher publisher,
      Departure departure,
      Clock clock) {
    this.observer = observer;
    this.actor = actor;
    this.report = publisher.reportOf(Agent::new, AgentStatus::conditions);
    this.departure = departure;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Agent>> prepareEventSources(EventSourceContext<Agent> context) {
    return observer.eventSources(context);
  }

  @Override
  public UpdateControl<Agent> reconcile(Agent agent, Context<Agent> context) {
    AgentObservation observed = observer.observe(agent);
    Verdict understood = AgentChecks.understood(agent.getSpec());
    if (!understood.isTrue()) {
      return report.patch(agent, AgentStatusFactory.notAccepted(observed, understood, now()));
    }
    AgentActs acts = actor.act(observed);
    AgentStatus status = AgentStatusFactory.status(observed, acts, now());
    UpdateControl<Agent> control = report.patch(agent, status);
    return acts.isComplete()
        ? control.rescheduleAfter(untilNextChange(acts))
        : control.rescheduleAfter(Backoff.of(status.conditions(), Conditions.READY, now()));
  }

  private Duration untilNextChange(AgentActs acts) {
    Duration left = acts.nextChange().map(at -> Duration.between(now(), at)).orElse(LOOK_AGAIN_MAX);
    return left.compareTo(LOOK_AGAIN_MAX) > 0
        ? LOOK_AGAIN_MAX
        : left.isPositive() ? left : LOOK_AGAIN_MIN;
  }

  @Override
  public DeleteControl cleanup(Agent agent, Context<Agent> context) {
    Optional<String> declared = departure.retract(DeclaredKind.AGENTS, agent);
    Optional<String> client = actor.withdraw(agent);
    return departure.decide(
        agent,
        declared.or(() -> client),
        message ->
            report.tell(
                agent,
                AgentStatusFactory.withReady(
                    agent, Verdict.fails(DeclarationReason.DELETING, message), now()),
                context));
  }

  @Override
  public ErrorStatusUpdateControl<Agent> updateErrorStatus(
      Agent agent, Context<Agent> context, Exception e) {
    AgentStatus status =
        AgentStatusFactory.withReady(
            agent, Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e)), now());
    return report.failed(
        agent, status, e, Backoff.of(status.conditions(), Conditions.READY, now()));
  }

  private Instant now() {
    return clock.instant();
  }
}
