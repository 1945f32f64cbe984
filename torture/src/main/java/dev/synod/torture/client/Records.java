package dev.synod.torture.client;

import dev.synod.testkit.history.HistoryRecorder;
import dev.synod.testkit.history.Operation;
import dev.synod.testkit.history.Operation.Answer;
import dev.synod.testkit.history.Operation.Asked;
import dev.synod.testkit.history.Operation.Kind;
import dev.synod.testkit.history.Operation.Outcome;
import dev.synod.testkit.history.Operation.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** The history of a run, and how often what happened. */
public final class Records implements AutoCloseable {
  private final HistoryRecorder history;
  private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Queue<Span> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  public Records(Path file) throws IOException {
    history = new HistoryRecorder(file, System::nanoTime);
  }

  /** The time, in nanoseconds of the monotonic clock. */
  public long now() {
    return history.now();
  }

  /** An operation that has returned now, or that nobody waits for any more. */
  void add(String client, Kind kind, String key, Asked asked, Answer answer, long invoked) {
    var span = new Span(invoked, now());
    try {
      history.add(new Operation(client, kind, key, asked, answer, span));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count(kind, answer.outcome().name().toLowerCase(Locale.ROOT));
    if (kind == Kind.WRITE && answer.outcome() == Outcome.OK) {
      acknowledged.add(span);
    }
  }

  /** An operation that had no effect, by the word of the server or the client library. */
  void without(Kind kind, String code) {
    count(kind, code);
  }

  private void count(Kind kind, String outcome) {
    count(kind.name().toLowerCase(Locale.ROOT) + " " + outcome);
  }

  void count(String what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /** Something that must not be, which the history alone does not show. */
  public void violated(String what) {
    violations.add(what);
  }

  /** What must not be and was. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** How often what happened: operation and outcome. */
  public SortedMap<String, Long> counts() {
    var sums = new ConcurrentSkipListMap<String, Long>();
    counts.forEach((what, count) -> sums.put(what, count.sum()));
    return sums;
  }

  /**
   * From the moment at which a fault was asked for to the first acknowledgement of a write that was
   * asked for when it had been inflicted.
   */
  public OptionalLong nanosToNextWrite(long askedAt, long inflictedAt) {
    OptionalLong next = nextWrite(inflictedAt);
    return next.isPresent() ? OptionalLong.of(next.getAsLong() - askedAt) : next;
  }

  /**
   * The longest time without a write around a fault: between two acknowledgements that follow one
   * another, from the last one before it was asked for to the first one of a write that was asked
   * for when it had been inflicted. Empty where one of these is missing.
   */
  public Optional<Span> withoutWrites(long askedAt, long inflictedAt) {
    OptionalLong last =
        acknowledged.stream().mapToLong(Span::returned).filter(at -> at <= askedAt).max();
    OptionalLong next = nextWrite(inflictedAt);
    if (last.isEmpty() || next.isEmpty()) {
      return Optional.empty();
    }
    long[] times =
        acknowledged.stream()
            .mapToLong(Span::returned)
            .filter(at -> at >= last.getAsLong() && at <= next.getAsLong())
            .sorted()
            .toArray();
    return IntStream.range(1, times.length)
        .mapToObj(i -> new Span(times[i - 1], times[i]))
        .max(Comparator.comparingLong(span -> span.returned() - span.invoked()));
  }

  private OptionalLong nextWrite(long at) {
    return acknowledged.stream()
        .filter(span -> span.invoked() >= at)
        .mapToLong(Span::returned)
        .min();
  }

  /** The longest times between two acknowledgements of writes, the longest first. */
  public List<Duration> longestSilences(int count) {
    long[] times = acknowledged.stream().mapToLong(Span::returned).sorted().toArray();
    var silences = new ArrayList<Duration>();
    for (int i = 1; i < times.length; i++) {
      silences.add(Duration.ofNanos(times[i] - times[i - 1]));
    }
    silences.sort(Comparator.reverseOrder());
    return List.copyOf(silences.subList(0, Math.min(count, silences.size())));
  }

  @Override
  public void close() throws IOException {
    history.close();
  }
}
