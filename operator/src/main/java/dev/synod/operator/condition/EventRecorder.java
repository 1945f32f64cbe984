package dev.synod.operator.condition;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jboss.logging.Logger;

/** Tells users of a resource what happened to it, as events of {@code events.k8s.io}. */
@ApplicationScoped
@RBACRule(apiGroups = "events.k8s.io", resources = "events", verbs = "create")
public class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);
  private static final String CONTROLLER = "synod.dev/operator";

  /** Characters that the Kubernetes API takes as an event's note. */
  private static final int NOTE_LENGTH_MAX = 1024;

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.instance = "synod-operator-" + ProcessHandle.current().pid();
  }

  /** Whether an event asks for attention. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /**
   * Records an event; a failure to do so is logged and otherwise without consequence.
   *
   * @param action what was being done, in one CamelCase word
   * @param reason why it is told, in one CamelCase word
   */
  public void record(
      HasMetadata regarding, Type type, String action, String reason, String message) {
    try {
      client
          .events()
          .v1()
          .events()
          .resource(event(regarding, type, action, reason, message))
          .create();
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "Could not record event %s for %s/%s: %s",
          reason,
          regarding.getMetadata().getNamespace(),
          regarding.getMetadata().getName(),
          e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }
  }

  private Event event(
      HasMetadata regarding, Type type, String action, String reason, String message) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(regarding.getMetadata().getNamespace())
        .withGenerateName(regarding.getMetadata().getName() + "-")
        .endMetadata()
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(regarding.getApiVersion())
                .withKind(regarding.getKind())
                .withNamespace(regarding.getMetadata().getNamespace())
                .withName(regarding.getMetadata().getName())
                .withUid(regarding.getMetadata().getUid())
                .build())
        .withType(type.word)
        .withAction(action)
        .withReason(reason)
        .withNote(
            message.length() <= NOTE_LENGTH_MAX ? message : message.substring(0, NOTE_LENGTH_MAX))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
        .build();
  }
}
