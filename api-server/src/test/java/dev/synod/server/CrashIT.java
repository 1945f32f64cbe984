package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.server.rpc.Sent;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Issuers;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the server in the middle of writes. */
class CrashIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int WRITERS = 4;
  private static final int PACK = 20;

  private static Installation synod;
  private static ApiServer server;
  private static String lead;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(Map.of());
    server = synod.server();
    lead = synod.issuers().agent("review", "lead");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldKnowTokensAfterARestartWhileTheRealmIsAway() throws Exception {
    assertThat(server.get(lead, Review.GROUP + "/state").status()).isEqualTo(200);
    int port = URI.create(synod.issuers().realm()).getPort();
    synod.issuers().stop();
    try (var others = new Issuers()) {
      server.kill();

      server.start();

      assertThat(server.get(lead, Review.GROUP + "/state").status()).isEqualTo(200);
      Answer forged =
          server.get(others.sign(synod.issuers().personClaims("ada", "admin")), "/v1/cluster");
      assertThat(forged.status()).as(forged.body()).isEqualTo(401);
    } finally {
      synod.issuers().restart(port);
    }
  }

  @RepeatedTest(2)
  void shouldApplyEachKeyedWriteOnceWhenTheServerIsKilled(RepetitionInfo round) throws Exception {
    String counter = Review.GROUP + "/state/counts/rest-" + round.getCurrentRepetition();
    var acknowledged = new ConcurrentSkipListMap<String, String>();
    var unknown = new ConcurrentSkipListMap<String, Boolean>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<CompletableFuture<Void>>();
      var isKilled = new AtomicBoolean();
      for (int writer = 0; writer < WRITERS; writer++) {
        String prefix = round.getCurrentRepetition() + "-" + writer + "-";
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; !isKilled.get(); i++) {
                    String key = prefix + i;
                    try {
                      acknowledged.put(key, add(counter, key).text("revision"));
                    } catch (IOException e) {
                      unknown.put(key, true);
                      return;
                    }
                  }
                },
                threads));
      }
      Await.until(LIMIT, "writes", () -> acknowledged.size() > 200);
      server.kill();
      isKilled.set(true);
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
    }
    assertThat(unknown).isNotEmpty();

    server.start();

    assertThat(value(counter)).isBetween(acknowledged.size(), acknowledged.size() + unknown.size());
    for (String key : unknown.keySet()) {
      assertThat(add(counter, key).status()).isEqualTo(200);
    }
    for (var write : acknowledged.entrySet()) {
      assertThat(add(counter, write.getKey()).text("revision")).isEqualTo(write.getValue());
    }
    assertThat(value(counter)).isEqualTo(acknowledged.size() + unknown.size());
  }

  private static Answer add(String counter, String key) throws IOException {
    try {
      return server.call(lead, "POST", counter + ":add", "{\"delta\":1}", "Idempotency-Key", key);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static int value(String counter) throws IOException, InterruptedException {
    return Integer.parseInt(server.get(lead, counter).text("value"));
  }

  @RepeatedTest(2)
  void shouldApplyEachNumberedRequestOnceWhenTheServerIsKilled(RepetitionInfo round)
      throws Exception {
    String key = "counts/stream-" + round.getCurrentRepetition();
    SortedMap<Long, Reply> answered = new ConcurrentSkipListMap<>();
    long session;
    long sent = 0;
    try (Rpc rpc = new Rpc(server)) {
      Frames frames = rpc.connect(lead);
      session = frames.open("review", "lead").getSession();
      for (int pack = 0; pack < 100; pack++) {
        frames.send(1 + sent, pack(key));
        sent += PACK;
      }
      collect(frames, answered, 10);
      server.kill();
      try {
        collect(frames, answered, 100);
      } catch (StatusRuntimeException e) {
        assertThat(answered).as("acknowledged").isNotEmpty();
      }
    }

    server.start();

    try (Rpc rpc = new Rpc(server);
        Frames frames = rpc.connect(lead)) {
      long last = frames.resume("review", session).getLastNormal();
      assertThat(last).isBetween(answered.lastKey(), sent);
      SortedMap<Long, Reply> again = new ConcurrentSkipListMap<>();
      for (long first = 1; first <= sent; first += PACK) {
        frames.send(first, pack(key));
      }
      collect(frames, again, (int) (sent / PACK));
      assertThat(again).hasSize((int) sent).containsAllEntriesOf(answered);
      assertThat(again.values()).noneMatch(Reply::hasRejection);
    }
    assertThat(value(Review.GROUP + "/state/" + key)).isEqualTo((int) sent);
  }

  private static List<Request> pack(String key) {
    return IntStream.range(0, PACK).mapToObj(n -> Sent.add(key, "1")).toList();
  }

  /** Takes the replies of that many packs. */
  private static void collect(Frames frames, Map<Long, Reply> into, int packs)
      throws InterruptedException {
    for (int pack = 0; pack < packs; pack++) {
      var replies = frames.replies();
      for (int i = 0; i < replies.getRepliesCount(); i++) {
        into.put(replies.getFirstNumber() + i, replies.getReplies(i));
      }
    }
  }
}
