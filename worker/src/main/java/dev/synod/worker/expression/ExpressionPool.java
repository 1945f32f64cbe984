package dev.synod.worker.expression;

import dev.synod.kernel.value.JsonException;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.ExpressionException.Limit;
import dev.synod.workflow.expression.Expressions;
import dev.synod.workflow.expression.ExpressionsUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Children that evaluate, each one question at a time. A child that reached a limit is replaced,
 * while the others go on. Waits while none is free.
 */
public final class ExpressionPool implements Expressions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpressionPool.class);
  private static final int ATTEMPTS_MAX = 3;
  private static final long PAUSE_MILLIS_MAX = 5_000;

  private final ChildLimits limits;
  private final Consumer<Limit> onLimit;
  private final BlockingQueue<Child> idle = new LinkedBlockingQueue<>();
  private final Set<Child> children = ConcurrentHashMap.newKeySet();
  private final ExecutorService pipes =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("synod-pipe-", 0).factory());
  private volatile boolean closed;

  /**
   * Starts children.
   *
   * @param onLimit hears of each limit that was reached
   */
  public ExpressionPool(int size, ChildLimits limits, Consumer<Limit> onLimit) {
    this.limits = limits;
    this.onLimit = onLimit;
    for (int i = 0; i < size; i++) {
      pipes.execute(this::add);
    }
  }

  private void add() {
    long pause = 100;
    while (!closed) {
      try {
        Child child = Child.start(limits, pipes);
        children.add(child);
        if (closed) {
          child.close();
        }
        idle.add(child);
        return;
      } catch (IOException e) {
        if (closed) {
          return;
        }
        LOG.warn(
            "A child process for expressions did not start; the next attempt in {} ms.", pause, e);
        pause(pause);
        pause = Math.min(PAUSE_MILLIS_MAX, pause * 2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<Value> evaluate(
      List<String> programs, Value input, Map<String, Value> arguments, long nowMillis)
      throws ExpressionException {
    Value.Obj question =
        Value.of(
            Map.of(
                "programs", Value.of(programs.stream().map(Value::of).toList()),
                "input", input,
                "arguments", Value.of(new TreeMap<>(arguments)),
                "nowMillis", Value.of(nowMillis)));
    if (ask(question).get("results") instanceof Value.Arr results
        && results.items().size() == programs.size()) {
      return results.items();
    }
    throw new ExpressionsUnavailableException("Expected as many results as there are programs.");
  }

  @Override
  public List<String> problems(Value schema, Value value) throws ExpressionException {
    var texts = new ArrayList<String>();
    if (ask(Value.of(Map.of("schema", schema, "value", value))).get("problems")
        instanceof Value.Arr problems) {
      problems.items().forEach(problem -> texts.add(text(problem)));
    }
    return texts;
  }

  private Value.Obj ask(Value.Obj question) throws ExpressionException {
    String json = question.json();
    for (int attempt = 1; ; attempt++) {
      try {
        return answer(exchange(json));
      } catch (IOException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw new ExpressionException(
              Limit.NONE,
              "The process that evaluated the expression died %d times.".formatted(ATTEMPTS_MAX));
        }
        LOG.warn("A child process for expressions died; its question is asked again.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ExpressionsUnavailableException("The evaluation was interrupted.", e);
      }
    }
  }

  private String exchange(String question)
      throws ExpressionException, IOException, InterruptedException {
    Child child = take();
    try {
      return child.ask(question);
    } catch (ExpressionException e) {
      onLimit.accept(e.limit());
      throw e;
    } finally {
      giveBack(child);
    }
  }

  private Child take() throws InterruptedException {
    while (!closed) {
      Child child = idle.poll(1, TimeUnit.SECONDS);
      if (child != null) {
        if (child.isAlive()) {
          return child;
        }
        giveBack(child);
      }
    }
    throw new ExpressionsUnavailableException("Expressions are no longer evaluated here.");
  }

  private void giveBack(Child child) {
    if (child.isAlive() && !closed) {
      idle.add(child);
      return;
    }
    child.close();
    children.remove(child);
    if (!closed) {
      pipes.execute(this::add);
    }
  }

  private Value.Obj answer(String json) throws ExpressionException {
    try {
      if (Value.parse(json) instanceof Value.Obj answer) {
        if (answer.get("limit") instanceof Value.Str limit) {
          Limit reached = Limit.valueOf(limit.value());
          if (reached != Limit.NONE) {
            onLimit.accept(reached);
          }
          Value message = answer.get("message");
          throw new ExpressionException(reached, message == null ? "" : text(message));
        }
        return answer;
      }
    } catch (JsonException e) {
      throw new ExpressionException(
          Limit.OUTPUT, "The result is no value that can be kept: " + e.getMessage());
    }
    throw new ExpressionsUnavailableException("Expected an object as the answer of a child.");
  }

  private static String text(Value value) {
    return value instanceof Value.Str text ? text.value() : value.json();
  }

  /** Process ids of the children, for tests and for the curious. */
  public Stream<Long> pids() {
    return children.stream().map(Child::pid);
  }

  /** Whether some child is there to evaluate. */
  public boolean isReady() {
    return children.stream().anyMatch(Child::isAlive);
  }

  @Override
  public void close() {
    closed = true;
    children.forEach(Child::close);
    pipes.shutdownNow();
  }
}
