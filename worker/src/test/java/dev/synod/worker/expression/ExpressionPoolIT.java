package dev.synod.worker.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.ExpressionException.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real child processes. */
@Timeout(300)
class ExpressionPoolIT {
  private static final Queue<Limit> REACHED = new ConcurrentLinkedQueue<>();

  /** Gives a slow processor the time to reach the other limits. */
  private static ExpressionPool pool;

  private static ExpressionPool hasty;

  @BeforeAll
  static void start() {
    pool = pool(Duration.ofSeconds(20));
    hasty = pool(Duration.ofMillis(1_500));
  }

  private static ExpressionPool pool(Duration time) {
    return new ExpressionPool(2, new ChildLimits(64, 2_048, time, 64 * 1024), REACHED::add);
  }

  @AfterAll
  static void stop() {
    pool.close();
    hasty.close();
  }

  private static Value evaluate(String program) throws ExpressionException {
    return evaluate(pool, program);
  }

  private static Value evaluate(ExpressionPool by, String program) throws ExpressionException {
    return by.evaluate(List.of(program), Value.parse("{\"a\":1}"), Map.of(), 0).getFirst();
  }

  private static void shouldReach(Limit limit, String program, String says) throws Exception {
    shouldReach(pool, limit, program, says);
  }

  private static void shouldReach(ExpressionPool by, Limit limit, String program, String says)
      throws Exception {
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> evaluate(by, program))
        .satisfies(e -> assertThat(e.limit()).isEqualTo(limit))
        .withMessageContaining(says);
    assertThat(REACHED).contains(limit);
    assertThat(evaluate(by, ".a + 1")).isEqualTo(Value.of(2));
  }

  @Test
  void shouldEvaluateWithArgumentsAndTime() throws ExpressionException {
    assertThat(
            pool.evaluate(
                List.of(".x + $input.y", "now", "$input", "empty", "0.1 + 0.2"),
                Value.parse("{\"x\":1}"),
                Map.of("input", Value.parse("{\"y\":2}")),
                1_500))
        .containsExactly(
            Value.of(3),
            Value.parse("1.5"),
            Value.parse("{\"y\":2}"),
            Values.NULL,
            Value.parse("0.30000000000000004"));
  }

  @Test
  void shouldEndWithinItsHeapWhenAnArrayIsEndless() throws Exception {
    shouldReach(Limit.HEAP, "[range(1e9)]", "heap limit of 64 MiB");
  }

  @Test
  void shouldEndWithinItsStackWhenRecursionIsEndless() throws Exception {
    shouldReach(Limit.STACK, "def f: f; f", "recursed too deeply");
  }

  @Test
  void shouldEndWithinItsTimeWhenALoopIsEndless() throws Exception {
    shouldReach(hasty, Limit.TIME, "last(range(1e12))", "time limit of 1s500ms");
  }

  @Test
  void shouldRefuseOutputWhenItIsHuge() throws Exception {
    shouldReach(Limit.OUTPUT, "\"x\" * 100000", "at most 65536 characters");
    shouldReach(Limit.OUTPUT, "reduce range(40) as $i (\"x\"; [., .])", "at most 65536 characters");
  }

  @Test
  void shouldSayWhatIsWrongWhenTheExpressionIsAtFault() {
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> evaluate(".a.b.c"))
        .satisfies(e -> assertThat(e.limit()).isEqualTo(Limit.NONE));
  }

  @Test
  void shouldGoOnBesideAnExpressionThatTakesAllItCan() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      Future<Limit> greedy =
          threads.submit(
              () -> {
                try {
                  evaluate(hasty, "last(range(1e12))");
                  return Limit.NONE;
                } catch (ExpressionException e) {
                  return e.limit();
                }
              });
      // When
      List<Callable<Value>> modest =
          IntStream.range(0, 200)
              .<Callable<Value>>mapToObj(i -> () -> evaluate(hasty, ".a + " + i))
              .toList();
      List<Value> results = new ArrayList<>();
      for (Future<Value> result : threads.invokeAll(modest)) {
        results.add(result.get());
      }
      // Then
      assertThat(results).hasSize(200).endsWith(Value.of(200));
      assertThat(greedy.get()).isEqualTo(Limit.TIME);
    }
  }

  @Test
  void shouldAskAgainWhenAChildIsKilled() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      evaluate(".");
      Future<Value> slow = threads.submit(() -> evaluate("last(range(300000))"));
      // When
      while (!slow.isDone()) {
        pool.pids()
            .findFirst()
            .flatMap(ProcessHandle::of)
            .ifPresent(ProcessHandle::destroyForcibly);
        break;
      }
      // Then
      assertThat(slow.get()).isEqualTo(Value.of(299_999));
      assertThat(evaluate(".a")).isEqualTo(Value.of(1));
    }
  }

  @Test
  void shouldGiveChildrenNoEnvironment() throws Exception {
    evaluate(".");
    List<Long> pids = pool.pids().toList();
    assertThat(pids).isNotEmpty();
    for (long pid : pids) {
      assertThat(java.nio.file.Path.of("/proc/" + pid + "/environ")).isEmptyFile();
    }
  }

  @Test
  void shouldCheckSchemas() throws ExpressionException {
    Value schema = Value.parse("{\"type\":\"object\",\"required\":[\"b\"]}");
    assertThat(pool.problems(schema, Value.parse("{\"a\":1}")))
        .singleElement()
        .asString()
        .contains("'b'");
    assertThat(pool.problems(schema, Value.parse("{\"b\":1}"))).isEmpty();
  }

  @Test
  void shouldEndWithinItsStackWhenASchemaIsEndless() throws Exception {
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> hasty.problems(Value.parse("{\"$ref\":\"#\"}"), Value.of(1)))
        .satisfies(e -> assertThat(e.limit()).isIn(Limit.STACK, Limit.TIME, Limit.HEAP));
    assertThat(evaluate(hasty, ".a")).isEqualTo(Value.of(1));
  }
}
