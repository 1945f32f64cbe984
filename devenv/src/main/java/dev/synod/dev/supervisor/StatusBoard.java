package dev.synod.dev.supervisor;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.supervisor.PartStatus.State;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The state of all parts: waited on inside the supervisor, read from a file outside of it. */
final class StatusBoard {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, PartStatus> parts = new LinkedHashMap<>();
  private final Map<String, Long> startedAtMillis = new LinkedHashMap<>();
  private final Set<String> wereReady = new HashSet<>();
  private final Path file;
  private final LongSupplier monotonicMillis;

  StatusBoard(Path file, LongSupplier monotonicMillis) {
    this.file = file;
    this.monotonicMillis = monotonicMillis;
  }

  /** The last written states; none when there is no supervisor's file. */
  static List<PartStatus> read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  void waiting(Part part) {
    publish(
        new PartStatus(part.name(), part instanceof Part.Service, State.WAITING, "", 0, 0, 0, 0));
  }

  void starting(Part part) {
    lock.lock();
    try {
      startedAtMillis.putIfAbsent(part.name(), monotonicMillis.getAsLong());
      PartStatus before = status(part);
      publish(
          update(part, State.STARTING, before.detail(), 0, before.starts() + 1, before.failures()));
    } finally {
      lock.unlock();
    }
  }

  void started(Part part, long pid) {
    PartStatus before = status(part);
    publish(update(part, State.STARTING, before.detail(), pid, before.starts(), before.failures()));
  }

  void ready(Part part) {
    PartStatus before = status(part);
    if (!before.isReady()) {
      publish(update(part, State.READY, "", before.pid(), before.starts(), 0));
    }
  }

  /** It runs, and does not answer. */
  void failing(Part part, String detail) {
    PartStatus before = status(part);
    if (before.state() != State.FAILING || !before.detail().equals(detail)) {
      publish(
          update(part, State.FAILING, detail, before.pid(), before.starts(), before.failures()));
    }
  }

  /** It has ended, could not be started, or its task failed. */
  void failed(Part part, String detail) {
    PartStatus before = status(part);
    publish(
        update(part, State.FAILING, detail, before.pid(), before.starts(), before.failures() + 1));
  }

  /** Waits until each of these parts has been ready once. */
  void awaitReady(Collection<String> names) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!wereReady.containsAll(names)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits as {@link #awaitReady(Collection)}, at most so long; says whether they were. */
  boolean awaitReady(Collection<String> names, long limitMillis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    lock.lockInterruptibly();
    try {
      while (!wereReady.containsAll(names)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  List<PartStatus> snapshot() {
    lock.lock();
    try {
      return List.copyOf(parts.values());
    } finally {
      lock.unlock();
    }
  }

  private PartStatus status(Part part) {
    lock.lock();
    try {
      PartStatus status = parts.get(part.name());
      if (status == null) {
        throw new IllegalStateException("Unknown part " + part.name());
      }
      return status;
    } finally {
      lock.unlock();
    }
  }

  private PartStatus update(
      Part part, State state, String detail, long pid, int starts, int failures) {
    lock.lock();
    try {
      Long start = startedAtMillis.get(part.name());
      boolean first = !wereReady.contains(part.name());
      long elapsed =
          first && start != null
              ? monotonicMillis.getAsLong() - start
              : status(part).elapsedMillis();
      return new PartStatus(
          part.name(), part instanceof Part.Service, state, detail, pid, starts, failures, elapsed);
    } finally {
      lock.unlock();
    }
  }

  private void publish(PartStatus status) {
    lock.lock();
    try {
      parts.put(status.name(), status);
      if (status.isReady()) {
        wereReady.add(status.name());
      }
      changed.signalAll();
      PrivateFiles.write(file, JSON.writeValueAsBytes(parts.values()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
