package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogConfig;
import dev.synod.log.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RatisLogIT {
  private static final int PORT = 15_010;

  @TempDir Path directory;

  private RatisLog open(LogConfig config) throws Exception {
    RatisLog log = RatisLog.open(config);
    log.awaitLeader(Duration.ofSeconds(60));
    return log;
  }

  private static Reply submit(RatisLog log, Request request) throws Exception {
    return log.submit(request, Lane.NORMAL).get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldHoldWhatWasAcknowledgedWhenReopened() throws Exception {
    LogConfig config = LogConfig.single(directory, PORT);
    long revision;
    long digest;
    try (RatisLog log = open(config)) {
      assertThat(submit(log, Requests.declareGroup())).isInstanceOf(Reply.Applied.class);
      for (int i = 0; i < 10; i++) {
        Reply reply = submit(log, Requests.put("k" + i, Value.of(i)));
        assertThat(reply).isInstanceOf(Reply.Applied.class);
      }
      revision = log.linearizable().get(60, TimeUnit.SECONDS).clock().revision();
      digest = log.state().documents().digest();
    }
    try (RatisLog log = open(config)) {
      assertThat(log.state().clock().revision()).isEqualTo(revision);
      assertThat(log.state().documents().digest()).isEqualTo(digest);
    }
  }

  @Test
  void shouldAnswerEachRequestOfAStreamInOrder() throws Exception {
    try (RatisLog log = open(LogConfig.single(directory, PORT))) {
      submit(log, Requests.declareGroup());
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        requests.add(Requests.put("k" + i % 100, Value.of(i)));
      }
      List<Reply> replies = log.submitAll(requests, Lane.NORMAL).get(60, TimeUnit.SECONDS);
      long last = 0;
      for (Reply reply : replies) {
        assertThat(reply).isInstanceOf(Reply.Applied.class);
        long revision = ((Reply.Applied) reply).revision();
        assertThat(revision).isGreaterThan(last);
        last = revision;
      }
    }
  }
}
