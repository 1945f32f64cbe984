package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Definitions;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker may die at any moment: what comes out is the same. */
class CrashTest {
  private static final int DEFINITIONS = Integer.getInteger("synod.test.definitions", 150);

  /** A seed of its own for each build, printed with each failure. */
  static LongStream seeds() {
    long first = Long.getLong("synod.test.seed", System.nanoTime());
    return LongStream.range(first, first + DEFINITIONS);
  }

  @ParameterizedTest(name = "-Dsynod.test.seed={0}")
  @MethodSource("seeds")
  void shouldGiveTheSameResultWhenTheWalkIsBuiltAnewAtAnyPoint(long seed) {
    // Given
    Value definition = RandomDefinition.of(new Random(seed));
    String description =
        "-Dsynod.test.seed=%d -Dsynod.test.definitions=1 gives %s"
            .formatted(seed, definition.json())
            .replace("%", "%%");
    assertThat(Definitions.check(definition)).as(description).isEmpty();
    Value input = Value.parse("{\"v\":1,\"w\":[1,2,3]}");

    // When
    World steady = new World(definition, input).finish(CrashTest::answer);
    World always = new World(definition, input).crashingWhen(() -> true).finish(CrashTest::answer);
    var random = new Random(seed);
    World torn =
        new World(definition, input)
            .withEffectsPerAdvance(competes(definition) ? 2_048 : 2 + random.nextInt(4))
            .crashingWhen(() -> random.nextInt(3) == 0)
            .finish(CrashTest::answer);

    // Then
    assertThat(summary(always)).as(description).isEqualTo(summary(steady));
    assertThat(summary(torn)).as(description).isEqualTo(summary(steady));
    assertThat(always.state().digest()).isEqualTo(steady.state().digest());
    assertThat(requests(steady)).doesNotHaveDuplicates();
    assertThat(requests(torn)).containsExactlyInAnyOrderElementsOf(requests(steady));
  }

  /** Where branches race within one advance, an advance torn in two may let another win. */
  private static boolean competes(Value definition) {
    return definition.json().contains("\"compete\":true");
  }

  private static Object answer(Task task) {
    int hash = Math.floorMod(task.spec().input().json().hashCode(), 5);
    return hash == 0
        ? new Fault("https://a.example/1", 500, "Failed", "It failed.")
        : Value.of("answer " + hash);
  }

  private static List<String> requests(World world) {
    return world.effects.stream()
        .filter(
            effect ->
                effect instanceof RunEffect.AssignTask || effect instanceof RunEffect.WriteState)
        .map(effect -> ((RunEffect.OnStep) effect).path())
        .toList();
  }

  /** All that a user can see of the run, without times. */
  private static String summary(World world) {
    var steps = new TreeMap<String, String>();
    for (RunStep step : world.run().sortedSteps()) {
      steps.put(
          step.path(),
          "%s %s %s %s %s"
              .formatted(
                  step.status(), step.input().json(), step.output(), step.next(), step.fault()));
    }
    return "%s\n%s\n%s\n%s"
        .formatted(
            world.run().phase(),
            world.run().result(),
            world.run().context(),
            String.join("\n", steps.entrySet().stream().map(Object::toString).toList()));
  }
}
