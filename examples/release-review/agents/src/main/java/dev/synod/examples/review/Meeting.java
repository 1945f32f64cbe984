package dev.synod.examples.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.sdk.Document;
import dev.synod.sdk.DocumentListener;
import dev.synod.sdk.DocumentWatch;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodException;
import dev.synod.sdk.TaskFailure;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Where reviewers wait for each other: until all have found, and then until all have read. */
final class Meeting {
  /** Those whose findings make the review complete. */
  static final List<String> REVIEWERS = List.of("historian", "licensor", "risk", "tester");

  private static final String BARRIER = "all-reviewed";
  private static final int CONFLICT = 409;

  private Meeting() {}

  /** Reads everybody's findings as they come, then arrives, and returns when all have. */
  static SortedMap<String, JsonNode> attend(Group group, String run)
      throws InterruptedException, TaskFailure {
    SortedMap<String, JsonNode> findings = readAll(group, Request.findingsPrefix(run));
    try {
      group.arrive(BARRIER, run).await();
      group.awaitOpen(BARRIER, run).await();
    } catch (SynodException refused) {
      if (refused.is("barrier-broken")) {
        throw new TaskFailure(
            "https://synod.dev/errors/barrier-broken",
            CONFLICT,
            "The reviewers did not meet in time",
            String.valueOf(refused.getMessage()),
            false);
      }
      throw refused;
    }
    return findings;
  }

  private static SortedMap<String, JsonNode> readAll(Group group, String prefix)
      throws InterruptedException {
    Collector collector = new Collector(prefix);
    try (DocumentWatch _ = group.watch(prefix, collector)) {
      return collector.complete.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("The watch of " + prefix + " ended", failed.getCause());
    }
  }

  /** Findings that are there already, by reviewer. */
  static SortedMap<String, JsonNode> present(Group group, String run) throws InterruptedException {
    String prefix = Request.findingsPrefix(run);
    Collector collector = new Collector(prefix);
    group.list(prefix).await().documents().forEach(collector::put);
    return collector.found;
  }

  private static final class Collector implements DocumentListener {
    private final String prefix;
    private final SortedMap<String, JsonNode> found =
        Collections.synchronizedSortedMap(new TreeMap<>());
    private final CompletableFuture<SortedMap<String, JsonNode>> complete =
        new CompletableFuture<>();

    Collector(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void put(Document document) {
      String reviewer = document.key().substring(prefix.length());
      if (REVIEWERS.contains(reviewer)) {
        found.put(reviewer, document.value());
      }
      if (found.size() == REVIEWERS.size()) {
        complete.complete(new TreeMap<>(found));
      }
    }

    @Override
    public void deleted(String key, long revision) {
      found.remove(key.substring(prefix.length()));
    }

    @Override
    public void failed(SynodException cause) {
      complete.completeExceptionally(cause);
    }
  }
}
