package dev.synod.dev.supervisor;

import dev.synod.dev.process.ProcessSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A node of the graph that a {@link Supervisor} keeps up. */
public sealed interface Part {

  /** Unique; also the name of its log. */
  String name();

  /** Parts that must have been ready once before this one starts. */
  Set<String> after();

  /**
   * A process that shall run all the time.
   *
   * @param launch makes what it needs and says how it is started; called before each start
   * @param probe tells whether it serves
   * @param readyWithin after this time without success it is reported as failing
   */
  record Service(String name, Set<String> after, Launch launch, Probe probe, Duration readyWithin)
      implements Part {

    public Service {
      after = Set.copyOf(after);
    }
  }

  /**
   * Something to be done at each start of the supervisor, again and again until it succeeds: it
   * must be idempotent.
   *
   * @param every the time after which it is done again; empty for once
   */
  record Task(String name, Set<String> after, Action action, Optional<Duration> every)
      implements Part {

    public Task {
      after = Set.copyOf(after);
    }

    /** A task that is done once. */
    public Task(String name, Set<String> after, Action action) {
      this(name, after, action, Optional.empty());
    }
  }

  /** Prepares a start. */
  @FunctionalInterface
  interface Launch {
    ProcessSpec prepare() throws Exception;
  }

  /** Returns when the process serves; else throws an exception whose message says what is wrong. */
  @FunctionalInterface
  interface Probe {
    void check() throws Exception;
  }

  /** What a task does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }
}
