package dev.synod.operator.declaration;

import dev.synod.operator.condition.Report;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The live status of a kind, followed over one connection, and a reconciliation for each resource
 * whose status changed: several changes of one resource become one, and only so many per second.
 */
public final class LiveStatusSource<P extends HasMetadata>
    extends AbstractEventSource<LiveStatus, P> implements ResourceEventAware<P> {
  private static final Logger LOG = Logger.getLogger(LiveStatusSource.class);
  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
  private static final Duration DRAIN_EVERY = Duration.ofMillis(200);

  private final DeclaredKind kind;
  private final StatusStream stream;
  private final int changesPerDrain;
  private final List<Upkeep> upkeep;
  private final Duration upkeepInterval;
  private final Map<ResourceID, LiveStatus> statuses = new ConcurrentHashMap<>();
  private final ChangedResources changed = new ChangedResources();

  /** Why the last upkeep failed; it is logged when it changes, not at each turn. */
  private String upkeepFailure = "";

  private List<Recurring> work = List.of();

  /** Work that recurs beside the stream, such as a comparison. */
  @FunctionalInterface
  public interface Upkeep {
    /** Does it once; a failure is logged and the next turn comes as usual. */
    void run(Consumer<ResourceID> reconcile) throws IOException;
  }

  LiveStatusSource(
      DeclaredKind kind,
      StatusStream stream,
      int changesPerSecondMax,
      List<Upkeep> upkeep,
      Duration upkeepInterval) {
    super(LiveStatus.class, "live-" + kind.path());
    this.kind = kind;
    this.stream = stream;
    this.changesPerDrain = Math.max(1, (int) (changesPerSecondMax * DRAIN_EVERY.toMillis() / 1000));
    this.upkeep = upkeep;
    this.upkeepInterval = upkeepInterval;
  }

  @Override
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    super.start();
    work =
        List.of(
            Recurring.start("live-" + kind.path(), Duration.ZERO, RECONNECT_AFTER, this::follow),
            Recurring.start(
                "live-" + kind.path() + "-changes", DRAIN_EVERY, DRAIN_EVERY, this::drain),
            Recurring.start(
                "live-" + kind.path() + "-upkeep",
                upkeepInterval.dividedBy(4),
                upkeepInterval,
                this::attend));
  }

  @Override
  public synchronized void stop() {
    super.stop();
    work.forEach(Recurring::stop);
    try {
      stream.end();
    } catch (IOException e) {
      LOG.debugf(e, "Closing the status stream of %s", kind);
    }
  }

  /** How a resource stands, given what became of declaring it. */
  public <S> Standing<S> standing(Outcome declaration, P resource, Class<S> status) {
    return new Standing<>(
        declaration, of(resource).map(live -> live.as(status)), stream.connectedness().isCurrent());
  }

  /** The live status of this very resource, not of one that had its name before. */
  private Optional<LiveStatus> of(P resource) {
    return Optional.ofNullable(statuses.get(ResourceID.fromResource(resource)))
        .filter(status -> status.uid().equals(resource.getMetadata().getUid()));
  }

  @Override
  public Set<LiveStatus> getSecondaryResources(P primary) {
    return of(primary).map(Set::of).orElse(Set.of());
  }

  @Override
  public void onResourceDeleted(P resource) {
    statuses.remove(ResourceID.fromResource(resource));
  }

  private void follow() {
    try {
      stream.follow(this::accept);
      LOG.debugf("Status stream of %s ended; connecting again", kind);
    } catch (IOException e) {
      LOG.debugf("Status stream of %s broke: %s", kind, Report.message(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "Status stream of %s failed", kind);
    }
  }

  private void accept(LiveStatus status) {
    ResourceID id = new ResourceID(status.name(), status.namespace());
    LiveStatus before = statuses.put(id, status);
    if (before == null || !status.saysTheSame(before)) {
      changed.add(id);
    }
  }

  private void drain() {
    if (stream.connectedness().hasTurned()) {
      LOG.infof("Live status of %s is current: %s", kind, stream.connectedness().isCurrent());
      changed.addAll(statuses.keySet());
    }
    for (ResourceID id : changed.take(changesPerDrain)) {
      getEventHandler().handleEvent(new Event(id));
    }
  }

  private void attend() {
    endIfSilent();
    String failure = "";
    for (Upkeep one : upkeep) {
      try {
        one.run(changed::add);
      } catch (IOException | RuntimeException e) {
        failure = Report.message(e);
      }
    }
    if (!failure.equals(upkeepFailure)) {
      LOG.infof(
          "Upkeep of %s: %s", kind, failure.isEmpty() ? "goes on" : "has to wait: " + failure);
    }
    upkeepFailure = failure;
  }

  private void endIfSilent() {
    try {
      stream.endIfSilent();
    } catch (IOException e) {
      LOG.debugf(e, "Closing the silent status stream of %s", kind);
    }
  }
}
