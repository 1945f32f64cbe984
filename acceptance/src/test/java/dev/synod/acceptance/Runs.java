package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/** Runs of the namespace {@code review}, by the command line. */
final class Runs {
  /** What a run of the workflow {@code count} counts to; see {@code count.yaml}. */
  static final int TURNS = 50;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final Product product;

  Runs(Product product) {
    this.product = product;
  }

  /** Starts a run and does not wait for it. */
  void start(String workflow, String name, String input) {
    product.synod("run", "start", workflow, name, "--as", "admin", "--input", input).succeeded();
  }

  /** Writes a report that a run waits for. */
  void tell(String report) {
    Product.await(
        report + " is written",
        Duration.ofMinutes(5),
        () -> product.synod("state", "put", "reports/" + report, "true").exit() == 0);
  }

  /** Waits until this many steps of a run are done, and answers the run as it was then. */
  JsonNode awaitDone(String name, int steps) {
    return Product.found(
        "%d steps of run %s".formatted(steps, name),
        Duration.ofMinutes(5),
        () -> show(name),
        run -> run.path("progress").path("done").asInt() >= steps);
  }

  /** Waits until a run has succeeded, and answers its output. */
  JsonNode awaitOutput(String name) {
    JsonNode ended =
        Product.found(
            "run %s ends".formatted(name),
            Duration.ofMinutes(6),
            () -> show(name),
            run -> {
              String phase = run.path("phase").asText();
              return !phase.isEmpty() && !phase.equals("Running") && !phase.equals("Waiting");
            });
    assertThat(ended.path("phase").asText()).as("%s", ended).isEqualTo("Succeeded");
    return ended.path("output");
  }

  /** What is known of a run; nothing while the server is away. */
  private JsonNode show(String name) {
    Result shown = product.synod("run", "show", name, "-o", "json");
    return shown.exit() == 0 ? json(shown.out()) : JSON.nullNode();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
