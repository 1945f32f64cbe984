package dev.synod.operator.condition;

import dev.synod.crds.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Brings the resources of a kind to their statuses. A status that is there already is not sent
 * again, and what is sent names the resource and holds the status alone, as server-side apply
 * wants.
 */
public final class Report<S, R extends CustomResource<?, S>> {
  private static final Logger LOG = Logger.getLogger(Report.class);
  private final Publisher publisher;
  private final Supplier<R> empty;
  private final Function<S, List<Condition>> conditions;

  Report(Publisher publisher, Supplier<R> empty, Function<S, List<Condition>> conditions) {
    this.publisher = publisher;
    this.empty = empty;
    this.conditions = conditions;
  }

  /** The patch that brings a resource to a status, for the framework to apply. */
  public UpdateControl<R> patch(R resource, S status) {
    if (Objects.equals(resource.getStatus(), status)) {
      return UpdateControl.noUpdate();
    }
    publisher.announce(resource, conditionsOf(resource), conditions.apply(status));
    return UpdateControl.patchStatus(fresh(resource, status));
  }

  /** Brings a resource that is being deleted to a status. */
  public void tell(R resource, S status, Context<R> context) {
    patch(resource, status)
        .getResource()
        .ifPresent(context.resourceOperations()::serverSideApplyPrimaryStatus);
  }

  /** The patch after a failure, which is tried again after a while. */
  public ErrorStatusUpdateControl<R> failed(
      R resource, S status, Exception failure, Duration retryAfter) {
    LOG.errorf(
        failure,
        "Reconciling %s %s/%s failed",
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName());
    ErrorStatusUpdateControl<R> control =
        Objects.equals(resource.getStatus(), status)
            ? ErrorStatusUpdateControl.noStatusUpdate()
            : ErrorStatusUpdateControl.patchStatus(fresh(resource, status));
    return control.withNoRetry().rescheduleAfter(retryAfter);
  }

  /** What an exception says. */
  public static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  private List<Condition> conditionsOf(R resource) {
    return resource.getStatus() == null ? List.of() : conditions.apply(resource.getStatus());
  }

  private R fresh(R resource, S status) {
    R fresh = empty.get();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
