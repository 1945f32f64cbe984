package dev.synod.worker.drive;

import dev.synod.api.v1.AdvanceRun;
import dev.synod.api.v1.Turn;
import dev.synod.kernel.Limits;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunRef;
import dev.synod.sdk.SynodException;
import dev.synod.workflow.Interpreter;
import dev.synod.workflow.definition.Definition;
import dev.synod.workflow.definition.InvalidDefinitionException;
import dev.synod.workflow.expression.Expressions;
import dev.synod.workflow.expression.ExpressionsUnavailableException;
import dev.synod.workflow.walk.Walk;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives runs: takes turns in, hands advances in. The turns of one run come one after the other,
 * those of many runs side by side. What it holds of a run is only a shortcut; when anything is not
 * as expected it is dropped, and the next turn with the run's state builds it again.
 */
public final class RunDriver {
  private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);
  private static final int DEFINITIONS_MAX = 256;

  private final Expressions expressions;
  private final Advances advances;
  private final Map<RunRef, DrivenRun> runs = new ConcurrentHashMap<>();
  private final Set<RunRef> suspects;
  private final Map<String, Definition> definitions =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Definition> eldest) {
              return size() > DEFINITIONS_MAX;
            }
          });

  /**
   * A driver for one session.
   *
   * @param suspects runs of which an advance was refused for a reason of its own; kept from session
   *     to session
   */
  public RunDriver(Expressions expressions, Advances advances, Set<RunRef> suspects) {
    this.expressions = expressions;
    this.advances = advances;
    this.suspects = suspects;
  }

  /** Takes a turn. */
  public void turn(Turn turn) throws InterruptedException {
    RunRef ref = TurnReader.ref(turn.getRef());
    try {
      advance(ref, turn);
    } catch (SynodException e) {
      runs.remove(ref);
      refused(ref, turn, e);
    } catch (ExpressionsUnavailableException e) {
      runs.remove(ref);
      LOG.info("Run {} is left to another: {}", ref, e.getMessage());
    } catch (InvalidDefinitionException e) {
      runs.remove(ref);
      fault(
          turn,
          new Fault(
              Fault.CONFIGURATION, 400, "Invalid definition", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      runs.remove(ref);
      LOG.error("Run {} could not be advanced.", ref, e);
      fault(turn, new Fault(Fault.RUNTIME, 500, "The worker failed", e.toString()));
    }
  }

  /** Forgets a run. */
  public void revoked(RunRef ref, long term) {
    runs.computeIfPresent(ref, (_, held) -> term == 0 || held.term() <= term ? null : held);
  }

  /** Runs that are held at the moment. */
  public int size() {
    return runs.size();
  }

  private void advance(RunRef ref, Turn turn) throws InterruptedException {
    DrivenRun held = held(ref, turn);
    if (held == null) {
      LOG.warn(
          "A turn of run {} brought no state, and none is held: the session is opened anew.", ref);
      advances.resynchronize();
      return;
    }
    List<InboxItem> items =
        TurnReader.items(turn.getInboxList()).stream()
            .filter(item -> item.number() > held.through())
            .toList();
    long through = items.isEmpty() ? held.through() : items.getLast().number();
    List<RunEffect> effects = held.walk().advance(items, turn.getNowMillis());
    List<List<RunEffect>> parts = Interpreter.split(effects, Limits.EFFECTS_PER_ADVANCE_MAX);
    for (int i = 0; i < parts.size(); i++) {
      long consumed = i == parts.size() - 1 ? through : held.through();
      if (!parts.get(i).isEmpty() || consumed > held.through()) {
        advances.advance(command(turn, consumed, parts.get(i)));
      }
    }
    if (held.walk().isOver()) {
      runs.remove(ref);
      suspects.remove(ref);
    } else {
      runs.put(ref, held.through(through));
    }
  }

  /**
   * What is held of the run in this term, else what the turn brings. The turn's state may be older
   * than what is held, after a broken stream; what is held is never older.
   */
  private @Nullable DrivenRun held(RunRef ref, Turn turn) throws InterruptedException {
    DrivenRun held = runs.get(ref);
    if (held != null && held.term() == turn.getTerm()) {
      return held;
    }
    if (!turn.hasRun()) {
      return null;
    }
    Run run = TurnReader.run(turn.getRun());
    long before = turn.getInboxCount() == 0 ? 0 : turn.getInbox(0).getNumber() - 1;
    return new DrivenRun(
        turn.getTerm(), new Walk(definition(run.spec().digest()), run, expressions), before);
  }

  private Definition definition(String digest) throws InterruptedException {
    Definition known = definitions.get(digest);
    if (known == null) {
      known = Definition.parse(advances.definition(digest));
      definitions.put(digest, known);
    }
    return known;
  }

  private static AdvanceRun command(Turn turn, long through, List<RunEffect> effects) {
    return AdvanceRun.newBuilder()
        .setRef(turn.getRef())
        .setTerm(turn.getTerm())
        .setConsumedThrough(through)
        .addAllEffects(effects.stream().map(EffectWriter::effect).toList())
        .build();
  }

  private void refused(RunRef ref, Turn turn, SynodException refusal) throws InterruptedException {
    switch (refusal.code()) {
      case "term-stale", "session-gone", "not-found" ->
          LOG.info("Run {} is no longer driven here: {}", ref, refusal.getMessage());
      case "unavailable", "indeterminate", "deadline-exceeded" -> {
        LOG.warn("An advance of run {} did not get through: {}", ref, refusal.getMessage());
        advances.resynchronize();
      }
      default -> {
        if (suspects.add(ref)) {
          LOG.warn(
              "An advance of run {} was refused ({}); the session is opened anew: {}",
              ref,
              refusal.code(),
              refusal.getMessage());
          advances.resynchronize();
        } else {
          String detail = "%s: %s".formatted(refusal.code(), refusal.getMessage());
          fault(turn, new Fault(Fault.RUNTIME, 500, "An advance was refused", detail));
        }
      }
    }
  }

  /** Ends a run that cannot go on, rather than have it driven again and again. */
  private void fault(Turn turn, Fault fault) throws InterruptedException {
    long through =
        turn.getInboxCount() == 0 ? 0 : turn.getInbox(turn.getInboxCount() - 1).getNumber();
    try {
      advances.advance(command(turn, through, List.of(new RunEffect.FaultRun(fault.at("/")))));
    } catch (SynodException e) {
      LOG.warn("Run {} could not be ended: {}", turn.getRef().getName(), e.getMessage());
    }
  }
}
