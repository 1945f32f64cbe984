package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.governance.Because;
import dev.synod.kernel.governance.GovernanceCommand.RecordDecisions;
import dev.synod.kernel.governance.RecordedDecision;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.Salts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings decisions into the log, some time after they were answered: an answer never waits for it.
 * What can't be logged now is tried again; what there is no room for is counted, and the count is
 * logged. A decision may be logged twice where nobody knows whether the first time took effect.
 */
@ApplicationScoped
class DecisionLog {
  private static final Logger LOG = Logger.getLogger(DecisionLog.class);

  /** What allowances for content have in common, and denials have not. */
  private static final String CONTENT = "content";

  private static final int REASONS_MAX = Limits.DECISION_REASONS_MAX / 2;
  private static final int MESSAGE_LENGTH_MAX = 1_000;
  private static final long ANSWER_LIMIT_MILLIS = 10_000;

  private final RuleSources sources;
  private final ReplicatedLog log;
  private final Clock clock;
  private final Duration interval;
  private final Pending pending;
  private final Salts salts = new Salts();
  private volatile boolean stopped;
  private @Nullable Thread thread;

  @Inject
  DecisionLog(
      RuleSources sources,
      ReplicatedLog log,
      Clock clock,
      GovernanceConfig config,
      MeterRegistry metrics) {
    this.sources = sources;
    this.log = log;
    this.clock = clock;
    this.interval = config.decisionLog().interval();
    this.pending = new Pending(config.decisionLog().pendingMax());
    FunctionCounter.builder("synod_governance_decisions_dropped", pending, Pending::droppedInAll)
        .description("Decisions that there was no room to keep")
        .register(metrics);
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("decision-log").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Keeps an allowance, once its permit is logged. */
  void allowed(Question question, long policyRevision, Decision decision) {
    add(question, policyRevision, decision, decision.kept().id(), "");
  }

  /** Keeps an allowance of one request for its content; equal ones are counted. */
  void allowedContent(Question question, long policyRevision, Decision decision) {
    add(question, policyRevision, decision, CONTENT, "");
  }

  /** Keeps a denial, and answers the id under which it is kept; empty where there is no room. */
  String denied(Question question, long policyRevision, Decision decision) {
    return add(question, policyRevision, decision, "", "");
  }

  /**
   * Keeps what was decided about one object, and answers the id under which it is kept; empty where
   * there is no room.
   */
  String about(String object, Question question, long policyRevision, Decision decision) {
    return add(question, policyRevision, decision, decision.allowed() ? CONTENT : "", object);
  }

  private String add(
      Question question, long policyRevision, Decision decision, String distinct, String object) {
    String answer =
        decision.reasons().stream()
            .map(reason -> reason.rule() + ": " + reason.message())
            .sorted()
            .distinct()
            .collect(Collectors.joining("\n", decision.revision() + "\n" + object + "\n", ""));
    var fold =
        new Pending.Fold(
            question.subject().id(), question.action(), question.scope(), answer, distinct);
    return pending.add(
        fold, clock.millis(), now -> record(question, policyRevision, decision, now));
  }

  private RecordedDecision record(
      Question question, long policyRevision, Decision decision, long now) {
    Masks masks = Masks.apply(decision.kept().input(), decision.kept().mask());
    Value input = value(masks.input());
    boolean fits = input.json().length() <= Limits.DECISION_INPUT_SIZE_MAX;
    // A denial is answered again while it is remembered, and may be in the log by then: each record
    // has an id of its own.
    return new RecordedDecision(
        decision.allowed() ? decision.kept().id() : UUID.randomUUID().toString(),
        decision.allowed(),
        1,
        now,
        now,
        new RecordedDecision.Question(
            question.subject().id(),
            question.action(),
            question.scope(),
            fits ? input : Value.of("left out: %d characters".formatted(input.json().length())),
            fits ? masks.masked() : List.of("*")),
        new RecordedDecision.Answer(
            located(decision.reasons(), decision),
            located(decision.warnings(), decision),
            policyRevision,
            decision.revision()));
  }

  private List<Because> located(List<Decision.Reason> reasons, Decision decision) {
    return reasons.stream()
        .limit(REASONS_MAX)
        .map(reason -> sources.locate(shortened(reason), decision))
        .toList();
  }

  private static Decision.Reason shortened(Decision.Reason reason) {
    String message = reason.message();
    return message.length() <= MESSAGE_LENGTH_MAX
        ? reason
        : new Decision.Reason(reason.rule(), message.substring(0, MESSAGE_LENGTH_MAX - 1) + "…");
  }

  private static Value value(JsonNode input) {
    return Value.parse(input.toString());
  }

  private void run() {
    while (!stopped) {
      try {
        TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        flush();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("Decisions could not be brought into the log", e);
      }
    }
  }

  private void flush() throws InterruptedException {
    Pending.Taken taken = pending.take();
    long dropped = taken.dropped();
    Deque<List<RecordedDecision>> batches = batches(taken.decisions());
    if (batches.isEmpty() && dropped > 0) {
      batches.add(List.of());
    }
    while (!batches.isEmpty()) {
      List<RecordedDecision> batch = batches.remove();
      switch (submit(new RecordDecisions(batch, dropped))) {
        case KEPT -> dropped = 0;
        case LATER -> {
          batches.addFirst(batch);
          pending.putBack(
              new Pending.Taken(batches.stream().flatMap(List::stream).toList(), dropped));
          return;
        }
        case NEVER -> {
          if (batch.size() > 1) {
            batches.addFirst(batch.subList(batch.size() / 2, batch.size()));
            batches.addFirst(batch.subList(0, batch.size() / 2));
          } else {
            pending.drop(batch.size());
          }
        }
      }
    }
    if (dropped > 0) {
      pending.putBack(new Pending.Taken(List.of(), dropped));
    }
  }

  private static Deque<List<RecordedDecision>> batches(List<RecordedDecision> decisions) {
    Deque<List<RecordedDecision>> batches = new ArrayDeque<>();
    for (int from = 0; from < decisions.size(); from += Limits.DECISIONS_PER_RECORD_MAX) {
      int to = Math.min(decisions.size(), from + Limits.DECISIONS_PER_RECORD_MAX);
      batches.add(decisions.subList(from, to));
    }
    return batches;
  }

  /** What becomes of decisions. */
  private enum Fate {
    KEPT,
    LATER,
    NEVER
  }

  private Fate submit(RecordDecisions command) throws InterruptedException {
    var origin = new Origin(Origin.SYSTEM, Numbering.NONE, 0, null, salts.next(), "");
    try {
      Reply reply =
          log.submit(new Request(origin, command, Bytes.EMPTY), Lane.BULK)
              .get(ANSWER_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      return reply instanceof Reply.Rejected rejected ? fate(rejected.rejection()) : Fate.KEPT;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf(e, "Decisions wait for the log");
      return Fate.LATER;
    }
  }

  private static Fate fate(Rejection rejection) {
    return switch (rejection.code()) {
      case UNAVAILABLE, INDETERMINATE, LIMIT_EXCEEDED -> Fate.LATER;
      default -> {
        LOG.errorf("Decisions are not kept as they are: %s", rejection.message());
        yield Fate.NEVER;
      }
    };
  }
}
