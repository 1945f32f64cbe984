package dev.synod.server.governance;

import dev.synod.kernel.time.Durations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many questions at OPA at once as it can answer in time; the others wait. Homes take
 * turns, and within each its subjects (fair queueing, RFC 970), and none has more at OPA than its
 * share, so that a flood of one delays the others by little. What waits is bounded by its size: a
 * subject that has too much is refused, and where all have, whoever has most is (RFC 8290, section
 * 4.1).
 */
@ApplicationScoped
class QuestionQueue {
  /** What a question that waits is counted with beside its text. */
  static final long QUESTION_BYTES = 1_024;

  private static final int HOME_SHARE = 2;
  private static final int SUBJECT_SHARE = 4;

  private final GovernanceConfig.Questions limits;
  private final MeterRegistry metrics;
  private final Map<String, Home> homes = new HashMap<>();
  private final ArrayDeque<Home> round = new ArrayDeque<>();
  private int inFlight;
  private int waiting;
  private long waitingBytes;
  private boolean isStarting;

  @Inject
  QuestionQueue(GovernanceConfig config, MeterRegistry metrics) {
    this(config.questions(), metrics);
  }

  QuestionQueue(GovernanceConfig.Questions limits, MeterRegistry metrics) {
    this.limits = limits;
    this.metrics = metrics;
    Gauge.builder("synod_governance_questions_in_flight", this, QuestionQueue::inFlight)
        .description("Questions that OPA is asked now")
        .register(metrics);
    Gauge.builder("synod_governance_questions_waiting", this, QuestionQueue::waiting)
        .description("Questions that wait for their turn")
        .register(metrics);
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized int waiting() {
    return waiting;
  }

  /**
   * Asks once it is this question's turn. Completes as the question does, or exceptionally with
   * {@link CrowdedException} where it is not asked.
   *
   * @param bytes of its text
   * @param question sends it; called once at most, and never waits
   */
  <T> CompletableFuture<T> ask(Asker asker, long bytes, Supplier<CompletableFuture<T>> question) {
    var turn = new Turn(asker, bytes + QUESTION_BYTES);
    var answer =
        turn.granted
            .orTimeout(limits.waitLimit().toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyComposeAsync(
                failure -> CompletableFuture.failedFuture(refusal(turn, failure)))
            .thenCompose(_ -> begun(question).whenComplete((_, _) -> end(turn)));
    enter(turn).forEach(refused -> refused.granted.cancel(false));
    start();
    return answer;
  }

  private static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CrowdedException refusal(Turn turn, Throwable failure) {
    boolean isLate = failure instanceof TimeoutException;
    metrics
        .counter("synod_governance_questions_refused", "reason", isLate ? "waited" : "too-much")
        .increment();
    if (!isLate) {
      return tooMuch(turn);
    }
    withdraw(turn);
    return new CrowdedException(
        "Expected to ask OPA within %s, but it is busy with other questions; nothing was decided. Try again, with fewer requests at once."
            .formatted(Durations.text(limits.waitLimit())));
  }

  private CrowdedException tooMuch(Turn turn) {
    return new CrowdedException(
        "Expected at most %d bytes of questions of %s that wait for OPA, or less while others have much, but this one would be more; nothing was decided. Try again a little later, with fewer requests at once."
            .formatted(subjectBytesMax(), turn.asker.subject()));
  }

  private long subjectBytesMax() {
    return limits.waitingBytesMax() / SUBJECT_SHARE;
  }

  /** Lets wait, and answers what may not: the newest of who has most, or of its own subject. */
  private synchronized List<Turn> enter(Turn turn) {
    Home home = homes.computeIfAbsent(turn.asker.home(), Home::new);
    Line line =
        home.lines.computeIfAbsent(turn.asker.subject(), subject -> new Line(home, subject));
    if (line.bytes + turn.bytes > subjectBytesMax()) {
      forgetIfIdle(line);
      return List.of(turn);
    }
    turn.line = line;
    line.waiting.addLast(turn);
    count(line, turn.bytes, 1);
    seat(line);
    var refused = new ArrayList<Turn>();
    while (waitingBytes > limits.waitingBytesMax()) {
      Turn newest = largest().waiting.getLast();
      remove(newest);
      refused.add(newest);
    }
    return refused;
  }

  private Line largest() {
    Home home = homes.values().stream().max(Comparator.comparingLong(h -> h.bytes)).orElseThrow();
    return home.lines.values().stream().max(Comparator.comparingLong(l -> l.bytes)).orElseThrow();
  }

  /** A turn that nobody waits for any more; it may have been granted at this moment. */
  private synchronized void withdraw(Turn turn) {
    if (turn.line != null) {
      remove(turn);
    }
  }

  private void remove(Turn turn) {
    Line line = turn.line;
    if (line != null && line.waiting.remove(turn)) {
      turn.line = null;
      count(line, -turn.bytes, -1);
      forgetIfIdle(line);
    }
  }

  private void count(Line line, long bytes, int turns) {
    line.bytes += bytes;
    line.home.bytes += bytes;
    waitingBytes += bytes;
    waiting += turns;
  }

  /** Starts whose turn it is; one thread at a time, so that it doesn't call itself. */
  private void start() {
    for (Turn turn = next(); turn != null; turn = next()) {
      try {
        if (!turn.granted.complete(null)) {
          release(turn);
        }
      } finally {
        started();
      }
    }
  }

  private synchronized void started() {
    isStarting = false;
  }

  private synchronized @Nullable Turn next() {
    if (isStarting || inFlight >= limits.inFlightMax()) {
      return null;
    }
    Home home = round.pollFirst();
    if (home == null) {
      return null;
    }
    home.isSeated = false;
    Line line = home.round.removeFirst();
    line.isSeated = false;
    Turn turn = line.waiting.removeFirst();
    count(line, -turn.bytes, -1);
    turn.line = null;
    turn.at = line;
    inFlight++;
    home.inFlight++;
    line.inFlight++;
    seat(line);
    seat(home);
    isStarting = true;
    return turn;
  }

  private void end(Turn turn) {
    release(turn);
    start();
  }

  private synchronized void release(Turn turn) {
    Line line = turn.at;
    if (line != null) {
      turn.at = null;
      inFlight--;
      line.home.inFlight--;
      line.inFlight--;
      seat(line);
      seat(line.home);
      forgetIfIdle(line);
    }
  }

  /** Has a line take part in its home's round where something of it may be asked. */
  private void seat(Line line) {
    if (!line.isSeated && !line.waiting.isEmpty() && line.inFlight < share(SUBJECT_SHARE)) {
      line.isSeated = true;
      line.home.round.addLast(line);
      seat(line.home);
    }
  }

  private void seat(Home home) {
    if (!home.isSeated && !home.round.isEmpty() && home.inFlight < share(HOME_SHARE)) {
      home.isSeated = true;
      round.addLast(home);
    }
  }

  private int share(int part) {
    return Math.max(1, limits.inFlightMax() / part);
  }

  /** Gives up what nothing waits in, and forgets it where nothing of it is at OPA either. */
  private void forgetIfIdle(Line line) {
    Home home = line.home;
    if (line.waiting.isEmpty()) {
      if (line.isSeated) {
        line.isSeated = false;
        home.round.remove(line);
      }
      if (line.inFlight == 0) {
        home.lines.remove(line.subject);
      }
    }
    if (home.isSeated && home.round.isEmpty()) {
      home.isSeated = false;
      round.remove(home);
    }
    if (home.lines.isEmpty()) {
      homes.remove(home.name);
    }
  }

  /** Those who share a share. */
  private static final class Home {
    private final String name;
    private final Map<String, Line> lines = new HashMap<>();
    private final ArrayDeque<Line> round = new ArrayDeque<>();
    private long bytes;
    private int inFlight;
    private boolean isSeated;

    Home(String name) {
      this.name = name;
    }
  }

  /** What waits of one subject. */
  private static final class Line {
    private final Home home;
    private final String subject;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private long bytes;
    private int inFlight;
    private boolean isSeated;

    Line(Home home, String subject) {
      this.home = home;
      this.subject = subject;
    }
  }

  /** One question's. */
  private static final class Turn {
    private final Asker asker;
    private final long bytes;
    private final CompletableFuture<@Nullable Void> granted = new CompletableFuture<>();

    /** Where it waits; {@code null} where it doesn't. */
    private @Nullable Line line;

    /** Whose share it has a part of; {@code null} before and after. */
    private @Nullable Line at;

    Turn(Asker asker, long bytes) {
      this.asker = asker;
      this.bytes = bytes;
    }
  }
}
