package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code ./dev} starts, keeps, stops and forgets. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  private static final int PORT_BASE = 19100;
  private static final Product PRODUCT = new Product("lifecycle", PORT_BASE);

  /** Of three replicas. */
  private static final List<String> SERVERS =
      Stream.of(8, 15, 20).map(port -> "https://127.0.0.1:" + (PORT_BASE + port)).toList();

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration AT_ONCE = Duration.ofSeconds(40);

  @AfterAll
  static void purge() {
    PRODUCT.dev("down", "--purge");
  }

  @Test
  @Order(1)
  void shouldComeUpWithoutSamplesAndShowWhatAPersonNeeds() {
    Result up = PRODUCT.dev("up", "--no-samples").succeeded();

    assertThat(up.out())
        .containsPattern("keycloak +\\d+\\.\\d s")
        .contains("https://127.0.0.1:19108", "admin", "viewer", "auditor", "editor", "governor")
        .contains(PRODUCT.state().resolve("kubeconfig").toString(), "Try next:");
    assertThat(PRODUCT.kubectl("get", "agents").all()).contains("No resources found");
  }

  @Test
  @Order(2)
  void shouldSayThatItIsUpWhenStartedAgain() {
    assertThat(PRODUCT.dev("up").succeeded().out()).contains("Synod is up already.");
  }

  @Test
  @Order(3)
  void shouldRunTheSampleWhenItIsAppliedByHand() {
    PRODUCT.dev("kubectl", "apply", "-f", "examples/release-review").succeeded();

    PRODUCT
        .kubectl("wait", "--for=condition=Completed", "workflowrun/review", "--timeout=240s")
        .succeeded();
  }

  @Test
  @Order(4)
  void shouldAdoptWhatRunsWhenTheSupervisorIsKilled() {
    long server = PRODUCT.pid("api-server");
    PRODUCT.kill("supervisor");

    PRODUCT.dev("up", "--no-samples").succeeded();

    assertThat(PRODUCT.pid("api-server")).isEqualTo(server);
  }

  @Test
  @Order(5)
  void shouldStopAllThatItStartedAndKeepData() throws IOException {
    var pids = new ArrayList<Long>();
    try (Stream<Path> files = Files.walk(PRODUCT.state().resolve("run"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        pids.add(Long.parseLong(Files.readString(file).split(" ", -1)[0]));
      }
    }
    assertThat(pids).hasSizeGreaterThan(15);

    PRODUCT.dev("down").succeeded();

    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    Result status = PRODUCT.dev("status");
    assertThat(status.exit()).isEqualTo(1);
    assertThat(status.out()).contains("Synod is down. Start it: ./dev up");
    Result kubectl = PRODUCT.kubectl("get", "agents");
    assertThat(kubectl.exit()).isEqualTo(1);
    assertThat(kubectl.err()).contains("Synod is down. Start it: ./dev up");
    PRODUCT.dev("up", "--no-samples", "--replicas", "3").succeeded();
    assertThat(PRODUCT.synod("run", "show", "review").succeeded().out()).contains("Succeeded");
  }

  @Test
  @Order(6)
  void shouldHaveThreeServersOfWhichAnyTakesRequestsOnceItWasStartedAsThree() {
    for (String server : SERVERS) {
      at(server, "state", "put", key(server), "{\"by\": 1}");
    }

    for (String server : SERVERS) {
      assertThat(at(server, "state", "list", "reports/").out())
          .contains(SERVERS.stream().map(LifecycleIT::key).toList());
    }
    Product.await(
        "each of the three tells of itself",
        LIMIT,
        () -> {
          Result status = PRODUCT.synod("cluster", "status", "-o", "json").succeeded();
          JsonNode told = Runs.json(status.out());
          return told.findValuesAsText("name").equals(List.of("r1", "r2", "r3"))
              && told.findValuesAsText("role").stream()
                  .sorted()
                  .toList()
                  .equals(List.of("Follower", "Follower", "Leader"));
        });
    Result members = PRODUCT.synod("cluster", "members").succeeded();
    assertThat(members.out().lines().skip(1))
        .satisfiesExactly(
            first -> assertThat(first).contains("r1-"),
            second -> assertThat(second).contains("r2-"),
            third -> assertThat(third).contains("r3-"));
    Result fewer = PRODUCT.dev("up", "--replicas", "1");
    assertThat(fewer.exit()).isEqualTo(1);
    assertThat(fewer.err()).contains("--replicas 1").contains("3");
  }

  /** Asks one server, and no other. */
  private static Result at(String server, String... command) {
    List<String> place =
        List.of("--server", server, "--ca-file", PRODUCT.state().resolve("ca.crt").toString());
    return PRODUCT
        .synod(Stream.concat(Stream.of(command), place.stream()).toArray(String[]::new))
        .succeeded();
  }

  /** What is written by way of that server. */
  private static String key(String server) {
    return "reports/by-" + server.substring(server.lastIndexOf(':') + 1);
  }

  @Test
  @Order(7)
  void shouldForgetAllWhenPurged() {
    PRODUCT.dev("down", "--purge").succeeded();

    assertThat(PRODUCT.state()).doesNotExist();
  }

  @Test
  @Order(8)
  void shouldNameEachMissingToolWithTheWayToGetIt() {
    Path empty = Product.ROOT.resolve("acceptance/target/without-tools");
    Result up =
        PRODUCT.run(
            Map.of(
                "PATH",
                onlyWithout(empty, "go", "python3", "git"),
                "XDG_CACHE_HOME",
                empty.resolve("cache").toString(),
                "KUBEBUILDER_ASSETS",
                ""),
            LIMIT,
            "./dev",
            "up");

    assertThat(up.exit()).isEqualTo(1);
    assertThat(up.err())
        .contains("Programs are missing:")
        .contains("go ", "KUBEBUILDER_ASSETS", "python3 ", "git ", "Install");
  }

  @Test
  @Order(9)
  void shouldNameAFailingStepWithTheEndOfItsLogAndWhatToDo() throws IOException {
    Path inTheWay = PRODUCT.state().resolve("data/postgresql");
    Files.createDirectories(PRODUCT.state().resolve("data"));
    Files.writeString(inTheWay, "no folder");

    long began = System.nanoTime();
    Result up = PRODUCT.dev("up", "--infrastructure");

    // It is told when it fails, not after a while in which it may come right.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    assertThat(up.exit()).isEqualTo(1);
    assertThat(up.err())
        .contains("Step 'postgresql' failed", inTheWay.toString())
        .contains("The end of", "Mend what the log names and call ./dev up again", "./dev down");
  }

  /** A folder of links to the programs of this machine, but for some. */
  private static String onlyWithout(Path folder, String... absent) {
    try {
      Path programs = Files.createDirectories(folder.resolve("bin"));
      for (String directory : System.getenv("PATH").split(":", -1)) {
        if (Files.isDirectory(Path.of(directory))) {
          link(Path.of(directory), programs, Set.of(absent));
        }
      }
      return programs.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void link(Path from, Path to, Set<String> absent) throws IOException {
    try (Stream<Path> programs = Files.list(from)) {
      for (Path program : programs.toList()) {
        Path link = to.resolve(program.getFileName());
        if (!absent.contains("" + program.getFileName())
            && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, program);
        }
      }
    }
  }
}
