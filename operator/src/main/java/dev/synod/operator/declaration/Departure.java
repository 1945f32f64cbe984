package dev.synod.operator.declaration;

import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.condition.EventRecorder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets a resource that is being deleted go: once what it caused is taken back, or when that took
 * too long. What is left then is taken back by the comparisons that recur.
 */
@ApplicationScoped
public class Departure {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(2);

  private final Declarations declarations;
  private final EventRecorder events;
  private final Clock clock;
  private final Duration timeout;

  Departure(
      Declarations declarations,
      EventRecorder events,
      Clock clock,
      OperatorConfiguration configuration) {
    this.declarations = declarations;
    this.events = events;
    this.clock = clock;
    this.timeout = configuration.finalizerTimeout();
  }

  /** Takes a resource's declaration back; answers what keeps that from being done. */
  public Optional<String> retract(DeclaredKind kind, HasMetadata resource) {
    Outcome outcome =
        declarations.retract(
            kind,
            resource.getMetadata().getNamespace(),
            resource.getMetadata().getName(),
            resource.getMetadata().getUid());
    return switch (outcome) {
      case Outcome.Done done -> Optional.empty();
      case Outcome.Refused refused -> Optional.of(refused.code() + ": " + refused.detail());
      case Outcome.Unreachable unreachable -> Optional.of(unreachable.detail());
    };
  }

  /**
   * Whether the resource may go.
   *
   * @param pending what has still to be taken back; empty when nothing has
   * @param tell tells users what it waits for, and until when
   */
  public DeleteControl decide(
      HasMetadata resource, Optional<String> pending, Consumer<String> tell) {
    if (pending.isEmpty()) {
      return DeleteControl.defaultDelete();
    }
    Instant givesUpAt = Instant.parse(resource.getMetadata().getDeletionTimestamp()).plus(timeout);
    if (clock.instant().isAfter(givesUpAt)) {
      events.record(
          resource,
          EventRecorder.Type.WARNING,
          "Delete",
          "GaveUpWaiting",
          "Deleted although something is left, which is taken back later: " + pending.get());
      return DeleteControl.defaultDelete();
    }
    tell.accept("Waits until %s at most: %s".formatted(givesUpAt, pending.get()));
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_AGAIN_AFTER.toMillis());
  }
}
