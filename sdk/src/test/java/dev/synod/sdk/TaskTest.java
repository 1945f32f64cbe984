package dev.synod.sdk;

import static dev.synod.sdk.Conditions.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.CompleteTask;
import dev.synod.api.v1.FailTask;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SessionServer server = new SessionServer();
  private final SynodClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private AgentSession open(TaskHandler handler) throws InterruptedException {
    AgentSession session =
        client.agent("review", "historian").onTask("git-history", handler).open();
    session.opened().await(LIMIT);
    return session;
  }

  private static Task task(long id, long token) {
    return Task.newBuilder()
        .setId(id)
        .setToken(token)
        .setGroup(Wire.group("review", "team"))
        .setCapability("git-history")
        .setInputJson(Json.bytes(Json.object().put("repository", "here")))
        .setEffectId("effect-" + id)
        .setAttempt(1)
        .build();
  }

  private Request onlyRequest() {
    eventually("an answer", () -> !server.applied().isEmpty());
    return server.applied().getFirst();
  }

  @Test
  void shouldOfferTheCapabilitiesThatHaveAHandler() throws Exception {
    open(_ -> Json.object());

    assertThat(server.firstFrames().getFirst().getOpen().getCapabilitiesList())
        .containsExactly("git-history");
  }

  @Test
  void shouldCompleteTheTaskWithWhatItsHandlerAnswers() throws Exception {
    open(task -> Json.object().put("seen", task.input().path("repository").asText()));

    server.assign(task(7, 70));

    CompleteTask completion = onlyRequest().getCompleteTask();
    assertThat(completion.getTask()).isEqualTo(7);
    assertThat(completion.getToken()).isEqualTo(70);
    assertThat(completion.getOutputJson().toStringUtf8()).isEqualTo("{\"seen\":\"here\"}");
  }

  @Test
  void shouldDoATaskOfAVersionWithTheHandlerOfItsName() throws Exception {
    open(_ -> Json.of("done"));

    server.assign(task(7, 70).toBuilder().setCapability("git-history@1.0.0").build());

    assertThat(onlyRequest().hasCompleteTask()).isTrue();
  }

  @Test
  void shouldFenceWritesWithTheTasksLease() throws Exception {
    open(
        task -> {
          task.group().merge("findings/history", Json.object().put("commits", 3)).await(LIMIT);
          return Json.object();
        });

    server.assign(task(7, 70));

    eventually("write and completion", () -> server.applied().size() == 2);
    assertThat(server.applied().getFirst().getFence().getTask()).isEqualTo(7);
    assertThat(server.applied().getFirst().getFence().getToken()).isEqualTo(70);
    assertThat(server.applied().getLast().hasCompleteTask()).isTrue();
  }

  @Test
  void shouldFailForRetryWhenTheHandlerThrows() throws Exception {
    open(
        _ -> {
          throw new IllegalStateException("no disk");
        });

    server.assign(task(7, 70));

    FailTask failure = onlyRequest().getFailTask();
    assertThat(failure.getRetryable()).isTrue();
    assertThat(failure.getFault().getDetail()).isEqualTo("no disk");
    assertThat(failure.getFault().getStatus()).isEqualTo(500);
  }

  @Test
  void shouldFailForGoodWhenTheInputIsNotValid() throws Exception {
    open(
        _ -> {
          throw new IllegalArgumentException("Expected a repository, but found none.");
        });

    server.assign(task(7, 70));

    FailTask failure = onlyRequest().getFailTask();
    assertThat(failure.getRetryable()).isFalse();
    assertThat(failure.getFault().getStatus()).isEqualTo(400);
  }

  @Test
  void shouldFailAsTheHandlerSaysWhenItThrowsATaskFailure() throws Exception {
    open(
        _ -> {
          throw new TaskFailure("https://example.org/too-big", 413, "Too big", "9 GB", false);
        });

    server.assign(task(7, 70));

    FailTask failure = onlyRequest().getFailTask();
    assertThat(failure.getRetryable()).isFalse();
    assertThat(failure.getFault().getType()).isEqualTo("https://example.org/too-big");
  }

  @Test
  void shouldFailForRetryWhenThereIsNoHandler() throws Exception {
    open(_ -> Json.object());

    server.assign(task(7, 70).toBuilder().setCapability("other").build());

    FailTask failure = onlyRequest().getFailTask();
    assertThat(failure.getRetryable()).isTrue();
    assertThat(failure.getFault().getDetail()).contains("other").contains("git-history");
  }

  @Test
  void shouldInterruptTheHandlerAndSayNothingWhenTheTaskIsRevoked() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    open(
        _ -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return Json.object();
        });
    server.assign(task(7, 70));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    server.send(
        ServerFrame.newBuilder()
            .setRevoked(ServerFrame.Revoked.newBuilder().setTask(7).setToken(70).setReason("late"))
            .build());

    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.applied()).isEmpty();
  }

  @Test
  void shouldGoOnWithATaskThatIsNamedAgainAfterTheStreamBroke() throws Exception {
    var runs = new AtomicInteger();
    var finish = new CountDownLatch(1);
    open(
        _ -> {
          runs.incrementAndGet();
          finish.await();
          return Json.object();
        });
    server.assign(task(7, 70));
    eventually("the handler runs", () -> runs.get() == 1);

    server.breakStreams();
    eventually("the session is resumed", () -> server.connected() == 1);
    finish.countDown();

    assertThat(onlyRequest().hasCompleteTask()).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void shouldInterruptTheHandlerOfATaskThatIsNotNamedAgainAfterTheStreamBroke() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    open(
        _ -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return Json.object();
        });
    Task task = task(7, 70);
    server.assign(task);
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    server.takeBack(task);

    server.breakStreams();

    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.applied()).isEmpty();
  }

  @Test
  void shouldStartAnewWhenTheTaskIsGivenAgainUnderAnotherToken() throws Exception {
    var isFirst = new AtomicBoolean(true);
    open(
        task -> {
          if (isFirst.getAndSet(false)) {
            new CountDownLatch(1).await();
          }
          return Json.of(task.token());
        });
    server.assign(task(7, 70));
    eventually("the first handler runs", () -> !isFirst.get());

    server.assign(task(7, 71));

    assertThat(onlyRequest().getCompleteTask().getToken()).isEqualTo(71);
  }

  @Test
  void shouldInterruptAllHandlersWhenTheSessionEnds() throws Exception {
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    open(
        _ -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
          return Json.object();
        });
    Task task = task(7, 70);
    server.assign(task);
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    server.takeBack(task);

    server.endSessions();

    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldFailTheTaskWhenItsOutputIsRefused() throws Exception {
    server.effects(
        request ->
            request.hasCompleteTask()
                ? Sequence.rejected("too-large", "")
                : dev.synod.api.v1.Reply.getDefaultInstance());
    open(_ -> Json.of("much"));

    server.assign(task(7, 70));

    FailTask failure = onlyRequest().getFailTask();
    assertThat(failure.getRetryable()).isFalse();
    assertThat(failure.getFault().getTitle()).isEqualTo("The output was refused");
  }

  @Test
  void shouldWaitUntilATaskHasEnded() throws Exception {
    AgentSession session = open(_ -> Json.object());
    server.task(task(9, 0).toBuilder().setStatus("QUEUED").build());
    var ended = session.group("team").awaitTask(9);
    assertThat(ended).isNotDone();

    server.task(
        task(9, 0).toBuilder()
            .setStatus("COMPLETED")
            .setOutputJson(Json.bytes(Json.of(5)))
            .build());

    assertThat(ended.await(LIMIT).output().asInt()).isEqualTo(5);
  }
}
