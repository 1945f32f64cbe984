package dev.synod.operator.condition;

import dev.synod.crds.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Tells people what became of conditions: an event and a log line for each that changed. */
@ApplicationScoped
public class Publisher {
  private static final Logger LOG = Logger.getLogger(Publisher.class);
  private final EventRecorder events;

  Publisher(EventRecorder events) {
    this.events = events;
  }

  /**
   * The reports of a kind.
   *
   * @param empty makes an object of the kind without a spec
   * @param conditions of a status
   */
  public <S, R extends CustomResource<?, S>> Report<S, R> reportOf(
      Supplier<R> empty, Function<S, List<Condition>> conditions) {
    return new Report<>(this, empty, conditions);
  }

  void announce(HasMetadata resource, List<Condition> before, List<Condition> after) {
    for (Transition transition : Transition.between(before, after)) {
      Condition condition = transition.after();
      LOG.infof(
          "%s %s/%s: %s is %s, %s: %s",
          resource.getKind(),
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName(),
          condition.type(),
          condition.status(),
          condition.reason(),
          condition.message());
      if (transition.isWorthAnEvent()) {
        events.record(
            resource,
            transition.isWarning() ? EventRecorder.Type.WARNING : EventRecorder.Type.NORMAL,
            condition.type(),
            condition.reason(),
            Objects.requireNonNullElse(condition.message(), ""));
      }
    }
  }
}
