package dev.synod.sdk;

import dev.synod.api.v1.RunRef;
import dev.synod.api.v1.Turn;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes turns: those of one run one after the other, those of different runs side by side. */
final class TurnRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TurnRunner.class);

  /** What is to be done for one run; it has a thread while it is in the map of mailboxes. */
  private record Mailbox(ArrayDeque<Runnable> letters) {}

  private final TurnHandler handler;
  private final RunRevokedHandler revokedHandler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RunRef, Mailbox> mailboxes = new HashMap<>();
  private final Map<RunRef, Long> terms = new HashMap<>();

  TurnRunner(TurnHandler handler, RunRevokedHandler revokedHandler) {
    this.handler = handler;
    this.revokedHandler = revokedHandler;
  }

  void told(Turn turn) {
    lock.lock();
    try {
      terms.put(turn.getRef(), turn.getTerm());
      post(turn.getRef(), () -> take(turn));
    } finally {
      lock.unlock();
    }
  }

  void revoked(RunRef run, long term) {
    lock.lock();
    try {
      Long current = terms.get(run);
      if (current == null || current <= term) {
        terms.remove(run);
        post(run, () -> revokedHandler.revoked(run, term));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The session has ended and all its terms with it. */
  void lost() {
    lock.lock();
    try {
      for (RunRef run : terms.keySet()) {
        post(run, () -> revokedHandler.revoked(run, 0));
      }
      terms.clear();
    } finally {
      lock.unlock();
    }
  }

  private void post(RunRef run, Runnable letter) {
    Mailbox mailbox = mailboxes.get(run);
    if (mailbox != null) {
      mailbox.letters().add(letter);
      return;
    }
    var opened = new Mailbox(new ArrayDeque<>());
    opened.letters().add(letter);
    mailboxes.put(run, opened);
    Thread.ofVirtual().name("synod-run-" + run.getName()).start(() -> empty(run, opened));
  }

  private void empty(RunRef run, Mailbox mailbox) {
    for (Runnable letter = next(run, mailbox); letter != null; letter = next(run, mailbox)) {
      letter.run();
    }
  }

  private @Nullable Runnable next(RunRef run, Mailbox mailbox) {
    lock.lock();
    try {
      Runnable letter = mailbox.letters().poll();
      if (letter == null) {
        mailboxes.remove(run);
      }
      return letter;
    } finally {
      lock.unlock();
    }
  }

  private void take(Turn turn) {
    if (!isCurrent(turn)) {
      return;
    }
    try {
      handler.turn(turn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error(
          "A turn of run {}/{} (term {}) failed.",
          turn.getRef().getNamespace(),
          turn.getRef().getName(),
          turn.getTerm(),
          e);
    }
  }

  private boolean isCurrent(Turn turn) {
    lock.lock();
    try {
      Long term = terms.get(turn.getRef());
      return term != null && term == turn.getTerm();
    } finally {
      lock.unlock();
    }
  }
}
