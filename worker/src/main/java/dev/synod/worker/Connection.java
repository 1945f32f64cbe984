package dev.synod.worker;

import dev.synod.api.v1.AdvanceRun;
import dev.synod.api.v1.Turn;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.value.Value;
import dev.synod.sdk.WorkerSession;
import dev.synod.worker.drive.Advances;
import dev.synod.worker.drive.RunDriver;
import dev.synod.workflow.expression.Expressions;
import dev.synod.workflow.expression.Jackson;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A session and the runs that are driven through it. */
final class Connection implements Advances, AutoCloseable {
  private final RunDriver driver;
  private final Consumer<Connection> resynchronize;
  private final AtomicBoolean given = new AtomicBoolean();
  private final CompletableFuture<WorkerSession> session = new CompletableFuture<>();

  /**
   * @param resynchronize opens another connection in place of this one
   */
  Connection(Expressions expressions, Set<RunRef> suspects, Consumer<Connection> resynchronize) {
    this.driver = new RunDriver(expressions, this, suspects);
    this.resynchronize = resynchronize;
  }

  /** The session, whose first turn may come before this is called. */
  void use(WorkerSession opened) {
    session.complete(opened);
  }

  void turn(Turn turn) throws InterruptedException {
    driver.turn(turn);
  }

  void revoked(dev.synod.api.v1.RunRef run, long term) {
    driver.revoked(new RunRef(run.getNamespace(), run.getName()), term);
  }

  @Override
  public void advance(AdvanceRun advance) throws InterruptedException {
    var _ = session().advance(advance).await();
  }

  @Override
  public Value definition(String digest) throws InterruptedException {
    return Jackson.value(session().definition(digest).await());
  }

  @Override
  public void resynchronize() {
    if (given.compareAndSet(false, true)) {
      resynchronize.accept(this);
    }
  }

  private WorkerSession session() throws InterruptedException {
    try {
      return session.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected a session.", e);
    }
  }

  boolean isOpen() {
    WorkerSession opened = session.getNow(null);
    return opened != null
        && opened.opened().isDone()
        && !opened.opened().isCompletedExceptionally()
        && !given.get();
  }

  int runs() {
    return driver.size();
  }

  @Override
  public void close() {
    WorkerSession opened = session.getNow(null);
    if (opened != null) {
      opened.close();
    }
  }
}
