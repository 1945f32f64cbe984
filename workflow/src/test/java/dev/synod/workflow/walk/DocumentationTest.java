package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.Yaml;
import dev.synod.workflow.definition.CatalogFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the documentation shows is what happens. */
class DocumentationTest {
  private static final Path PAGE = Path.of("../docs/workflows.md");

  @Test
  void shouldRunTheExample() throws IOException {
    String page = Files.readString(PAGE);
    String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"));
    var asked = new AtomicInteger();
    World world =
        new World(Yaml.value(example), Yaml.value("{names: [Ada, Bob]}"))
            .finish(task -> asked.getAndIncrement() == 0 ? late() : greeting(task));
    assertThat(world.output().json()).isEqualTo("{\"greetings\":[\"Hello, Ada\",\"Hello, Bob\"]}");
    assertThat(asked).hasValue(3);
  }

  private static Fault late() {
    return new Fault(Fault.TIMEOUT, 408, "Timed out", "It took too long.");
  }

  private static Value greeting(Task task) {
    Value name = Objects.requireNonNull(((Value.Obj) task.spec().input()).get("greet"));
    return Value.of("Hello, " + ((Value.Str) name).value());
  }

  @Test
  void shouldNameEveryFunction() throws IOException {
    String page = Files.readString(PAGE);
    for (CatalogFunction function : CatalogFunction.values()) {
      assertThat(page).contains("| `" + function.reference() + "` |");
    }
  }
}
