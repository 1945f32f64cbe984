package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import dev.synod.log.ratis.RatisLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other members once a second how they are, and draws the conclusions: whether this
 * replica's state is the majority's, whether enough disks have room, and whether it may go on to
 * lead. A replica that may not serve still votes and keeps entries, for its log is as good as the
 * others'.
 */
final class Rounds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Rounds.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RatisLog log;
  private final Serving serving;
  private final Asking asking;
  private final Comparison comparison;
  private final Duration handOverLimit;
  private volatile Room room = Room.UNKNOWN;
  private final Handover handover = new Handover();
  private @Nullable Repeating repeating;

  /**
   * How members are.
   *
   * @param own this one
   * @param other another one, or empty where it does not answer
   * @param lately what another one has told within the last few seconds
   */
  record Asking(
      Supplier<PeerStatus> own,
      Function<LogStatus.Member, Optional<PeerStatus>> other,
      Function<LogStatus.Member, Optional<PeerStatus>> lately) {}

  /** Rounds that {@link #start} begins. */
  Rounds(RatisLog log, Serving serving, Asking asking, Duration handOverLimit) {
    this.log = log;
    this.serving = serving;
    this.asking = asking;
    this.comparison = new Comparison(serving);
    this.handOverLimit = handOverLimit;
  }

  void start() {
    log.refuseWhile(() -> room.refusal());
    repeating =
        new Repeating(
            "rounds",
            PAUSE,
            "How the other replicas are could not be judged; it is tried again",
            this::round);
  }

  private void round() throws InterruptedException {
    LogStatus status = log.status();
    var told = new ArrayList<>(List.of(asking.own().get()));
    for (LogStatus.Member member : status.members()) {
      if (!member.id().equals(status.self())) {
        asking.other().apply(member).ifPresent(told::add);
      }
    }
    Room found = Room.of(orLately(told, status), status.members());
    room = found;
    if (serving.divergence().isEmpty()) {
      comparison.compare(told, status.members());
    }
    boolean isFull = found.low().contains(status.self()) && found.suffices();
    if (status.leads() && (isFull || serving.divergence().isPresent())) {
      standDown(status.self(), told, found);
    } else {
      handover.over();
    }
  }

  /** One that is late with an answer is not silent yet. */
  private List<PeerStatus> orLately(List<PeerStatus> told, LogStatus status) {
    var heard = new ArrayList<>(told);
    for (LogStatus.Member member : status.members()) {
      if (told.stream().noneMatch(one -> one.getId().equals(member.id()))) {
        asking.lately().apply(member).ifPresent(heard::add);
      }
    }
    return heard;
  }

  /** To one that may serve, and has room where any of those has. */
  private void standDown(String self, List<PeerStatus> told, Room found)
      throws InterruptedException {
    List<String> able =
        told.stream()
            .filter(status -> status.getFault().isEmpty())
            .map(PeerStatus::getId)
            .filter(id -> !id.equals(self))
            .filter(id -> !found.suffices() || !found.low().contains(id))
            .toList();
    String reason =
        serving.divergence().isPresent()
            ? "for the state of this replica is not the majority's"
            : "for the disk of this replica is below its reserve";
    handover.news(reason, able).ifPresent(LOG::warn);
    var _ = log.handOver(handOverLimit, able::contains);
  }

  @Override
  public void close() {
    if (repeating != null) {
      repeating.close();
    }
  }
}
