package dev.synod.dev.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void shouldStartPartsAfterThoseThatTheyNeed() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    Part first = service("first", Set.of());
    Part task = new Part.Task("task", Set.of("first"), () -> order.add("task"));
    Part last = new Part.Task("last", Set.of("task"), () -> order.add("last"));

    try (Supervisor supervisor = new Supervisor(List.of(first, task, last), folder)) {
      supervisor.start();

      assertThat(supervisor.awaitReady(LIMIT)).isTrue();
      assertThat(order).containsExactly("task", "last");
    }
  }

  @Test
  void shouldRepeatTaskWhenItFails() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Part task =
        new Part.Task(
            "task",
            Set.of(),
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw new IOException("not yet");
              }
            });

    try (Supervisor supervisor = new Supervisor(List.of(task), folder)) {
      supervisor.start();

      assertThat(supervisor.awaitReady(LIMIT)).isTrue();
      assertThat(tries).hasValue(3);
    }
  }

  @Test
  void shouldRestartProcessWhenItIsKilled() throws Exception {
    try (Supervisor supervisor = new Supervisor(List.of(service("one", Set.of())), folder)) {
      supervisor.start();
      supervisor.awaitReady(LIMIT);
      long first = pid(supervisor);

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      awaitTrue(() -> pid(supervisor) != first && pid(supervisor) != 0);
      awaitTrue(() -> supervisor.status().getFirst().isReady());
      assertThat(supervisor.status().getFirst().starts()).isEqualTo(2);
    }
  }

  @Test
  void shouldCountFailuresUntilTheProcessServes() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    CountDownLatch looked = new CountDownLatch(1);
    Part part =
        new Part.Service(
            "one",
            Set.of(),
            () -> {
              if (starts.incrementAndGet() < 3) {
                throw new IOException("not yet");
              }
              looked.await();
              return spec("one");
            },
            () -> {},
            LIMIT);

    try (Supervisor supervisor = new Supervisor(List.of(part), folder)) {
      supervisor.start();
      awaitTrue(() -> supervisor.status().getFirst().failures() == 2);
      looked.countDown();
      supervisor.awaitReady(LIMIT);

      PartStatus ready = supervisor.status().getFirst();
      assertThat(ready.failures()).isZero();
      assertThat(ready.starts()).isEqualTo(3);
    }
  }

  @Test
  void shouldCountEachEndOfAProcessThatNeverServes() throws Exception {
    ProcessSpec ends = new ProcessSpec(List.of("false"), Map.of(), folder, folder.resolve("x.log"));
    Part part =
        new Part.Service(
            "one",
            Set.of(),
            () -> ends,
            () -> {
              throw new IOException("silent");
            },
            LIMIT);

    try (Supervisor supervisor = new Supervisor(List.of(part), folder)) {
      supervisor.start();

      awaitTrue(() -> supervisor.status().getFirst().failures() >= 3);
      PartStatus ended = supervisor.status().getFirst();
      // The one that runs now has not been counted yet.
      assertThat(ended.starts()).isBetween(ended.failures(), ended.failures() + 1);
    }
  }

  @Test
  void shouldAdoptProcessWhenAnEarlierSupervisorHasLeftIt() throws Exception {
    ProcessSpec spec = spec("one");
    RunningProcess left = RunningProcess.start(spec, Supervisor.pidFile(folder, "one"));

    try (Supervisor supervisor = new Supervisor(List.of(service("one", Set.of())), folder)) {
      supervisor.start();
      supervisor.awaitReady(LIMIT);

      assertThat(pid(supervisor)).isEqualTo(left.pid());
    }
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void shouldReplaceLeftProcessWhenItWasStartedInAnotherWay() throws Exception {
    RunningProcess left =
        RunningProcess.start(
            new ProcessSpec(List.of("sleep", "2000"), Map.of(), folder, folder.resolve("x.log")),
            Supervisor.pidFile(folder, "one"));

    try (Supervisor supervisor = new Supervisor(List.of(service("one", Set.of())), folder)) {
      supervisor.start();
      supervisor.awaitReady(LIMIT);

      assertThat(pid(supervisor)).isNotEqualTo(left.pid());
      assertThat(left.isAlive()).isFalse();
    }
  }

  @Test
  void shouldEndChildrenWhenTheirShellIsStopped() throws Exception {
    Path childPid = folder.resolve("child");
    ProcessSpec shell =
        new ProcessSpec(
            List.of("sh", "-c", "sleep 3000 & echo $! > " + childPid + "; wait"),
            Map.of(),
            folder,
            folder.resolve("shell.log"));
    RunningProcess process = RunningProcess.start(shell, Supervisor.pidFile(folder, "shell"));
    awaitTrue(() -> Files.exists(childPid) && !Files.readString(childPid).isBlank());
    long child = Long.parseLong(Files.readString(childPid).strip());

    process.stop(Duration.ofSeconds(5));

    assertThat(process.isAlive()).isFalse();
    awaitTrue(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void shouldTellOthersItsStatusByAFile() throws Exception {
    try (Supervisor supervisor = new Supervisor(List.of(service("one", Set.of())), folder)) {
      supervisor.start();
      supervisor.awaitReady(LIMIT);

      assertThat(Supervisor.readStatus(folder)).isEqualTo(supervisor.status());
    }
  }

  private Part service(String name, Set<String> after) {
    return new Part.Service(name, after, () -> spec(name), () -> {}, LIMIT);
  }

  private ProcessSpec spec(String name) {
    return new ProcessSpec(
        List.of("sleep", "1000"), Map.of(), folder, folder.resolve(name + ".log"));
  }

  private static long pid(Supervisor supervisor) {
    return supervisor.status().getFirst().pid();
  }

  /** Polls, for processes of others can't be waited on. */
  private static void awaitTrue(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
  }
}
