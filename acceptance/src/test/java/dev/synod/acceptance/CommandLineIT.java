package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl synod} against the real server. */
@ExtendWith(Stack.class)
class CommandLineIT {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;
  private static final int FORBIDDEN = 4;

  private final Product product = Stack.product();

  @BeforeAll
  static void awaitTheSample() {
    Stack.product()
        .kubectl("wait", "--for=condition=Completed", "workflowrun/review", "--timeout=240s")
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "agents",
        "groups",
        "workflows",
        "runs",
        "run show review",
        "why run/review",
        "approvals --all",
        "state list",
        "state list reports/",
        "state get reports/review",
      })
  void shouldPrintTablesJsonAndYaml(String command) {
    String[] words = command.split(" ", -1);

    assertThat(product.synod(words).succeeded().all()).isNotBlank();
    JsonNode json = Runs.json(product.synod(with(words, "json")).succeeded().out());
    assertThat(json.isContainerNode()).isTrue();
    assertThat(product.synod(with(words, "yaml")).succeeded().out())
        .containsPattern(json.isEmpty() ? "^\\[]" : "(?m)^(- )?[a-zA-Z]+:");
  }

  private static String[] with(String[] words, String format) {
    return (String.join("\n", words) + "\n-o\n" + format).split("\n", -1);
  }

  @Test
  void shouldDumpTheLogAsLinesOfJson() {
    Result dump = product.synod("log", "dump", "--limit", "5").succeeded();

    assertThat(dump.out().lines()).hasSize(5).allMatch(line -> Runs.json(line).has("index"));
  }

  @Test
  void shouldRefuseAStaleWriteWithBothValues() {
    product.synod("state", "put", "reports/cli", "{\"v\": 1}").succeeded();
    String first =
        Runs.json(product.synod("state", "get", "reports/cli", "-o", "json").succeeded().out())
            .path("revision")
            .asText();
    product.synod("state", "put", "reports/cli", "{\"v\": 2}", "--if-revision", first).succeeded();

    Result stale =
        product.synod("state", "put", "reports/cli", "{\"v\": 3}", "--if-revision", first);

    assertThat(stale.exit()).isEqualTo(FAILED);
    assertThat(stale.err()).contains("revision-conflict", "{\"v\":2}", "{\"v\":3}");
  }

  @Test
  void shouldFollowTheStateWhileItChanges() throws Exception {
    Path seen = Files.createTempFile("watch", ".txt");
    Process watch =
        product.begin(
            seen,
            "./dev",
            "kubectl",
            "synod",
            "-n",
            "review",
            "state",
            "watch",
            "reports/cli-watch/");
    try {
      Product.await(
          "the change is shown",
          Duration.ofMinutes(3),
          () -> {
            product.synod("state", "put", "reports/cli-watch/a", "{\"seen\": true}").succeeded();
            return Files.readString(seen).contains("reports/cli-watch/a");
          });
    } finally {
      watch.destroy();
      Files.delete(seen);
    }
  }

  @Test
  void shouldShowProgressAndFailWhereTheRunFails() {
    Result good = product.synod("run", "start", "count", "cli-count", "--wait", "--timeout", "4m");
    assertThat(good.succeeded().err()).contains("Running", "count");
    assertThat(good.out()).contains("run/cli-count Succeeded");

    Result bad = product.synod("run", "start", "release-review", "cli-bad", "--wait");
    assertThat(bad.exit()).isEqualTo(FAILED);
    assertThat(bad.all()).contains("Faulted", "Expected the member 'repository'");
  }

  @Test
  void shouldCancelARun() {
    product.synod("run", "start", "count-until-told", "cli-cancelled").succeeded();

    product.synod("run", "cancel", "cli-cancelled", "--reason", "No longer wanted.").succeeded();

    assertThat(product.synod("run", "show", "cli-cancelled").succeeded().out())
        .contains("Cancelled");
  }

  @Test
  void shouldSayWhoLacksWhatWhenDenied() {
    Result denied = product.synod("state", "put", "reports/cli", "1", "--as", "viewer");

    assertThat(denied.exit()).isEqualTo(FORBIDDEN);
    assertThat(denied.err()).contains("permission-denied", "state.write", "editor", "viewer");
  }

  @Test
  void shouldSayWhatIsWrongWithAMistypedCommand() {
    Result mistyped = product.synod("state", "gett", "x");
    assertThat(mistyped.exit()).isEqualTo(USAGE);
    assertThat(mistyped.err()).contains("gett", "get");

    Result missing = product.synod("state", "get", "reports/nothing");
    assertThat(missing.exit()).isEqualTo(FAILED);
    assertThat(missing.err()).contains("not-found", "reports/nothing");
  }

  @Test
  void shouldSayThatTheServerCannotBeReached() {
    Result away =
        product.run(
            Map.of("SYNOD_SERVER", "https://127.0.0.1:1"),
            Duration.ofMinutes(1),
            "./dev",
            "kubectl",
            "synod",
            "status");

    assertThat(away.exit()).isEqualTo(UNREACHABLE);
    assertThat(away.err()).contains("https://127.0.0.1:1");
  }

  @Test
  void shouldKeepTokensForTheirOwnerAlone() throws IOException {
    product.synod("agents").succeeded();

    Path tokens = product.state().resolve("config/synod/tokens.json");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
  }
}
