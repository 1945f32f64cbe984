package dev.synod.server.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of server-sent events. Each event is waited for, so that a slow consumer holds up
 * only itself.
 */
final class EventStream {
  private final ObjectMapper mapper;
  private final SseEventSink sink;
  private final Sse sse;
  private final Duration slowConsumerLimit;
  private long sentAtNanos = System.nanoTime();
  private Guard guard = () -> {};

  EventStream(SseEventSink sink, Sse sse, ObjectMapper mapper, Duration slowConsumerLimit) {
    this.mapper = mapper;
    this.sink = sink;
    this.sse = sse;
    this.slowConsumerLimit = slowConsumerLimit;
  }

  /** Looks before each event whether its consumer may still be shown it. */
  @FunctionalInterface
  interface Guard {
    /**
     * Returns where it may.
     *
     * @throws GoneException where it may not, after the consumer was told
     */
    void check() throws GoneException, InterruptedException;
  }

  /** The consumer went away, was too slow, or may not be shown more. */
  static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    GoneException(String message) {
      super(message);
    }
  }

  /**
   * Begins the answer, while the request is still being handled. The framework writes its head once
   * that ends, if nobody has: an event that another thread sent at that moment would break both.
   */
  void begin() throws GoneException, InterruptedException {
    deliver(sse.newEventBuilder().comment("").build());
  }

  /** Has each event that follows looked at. */
  void guard(Guard looks) {
    guard = looks;
  }

  /**
   * Sends an event, where the guard lets it pass.
   *
   * @param id from which the consumer can resume, or null
   */
  void send(String name, @Nullable String id, Object data)
      throws GoneException, InterruptedException {
    guard.check();
    sendLast(name, id, data);
  }

  /** Sends an event about the stream itself, which ends with it. */
  void sendLast(String name, @Nullable String id, Object data)
      throws GoneException, InterruptedException {
    var event = sse.newEventBuilder().name(name).data(json(data));
    deliver(id == null ? event.build() : event.id(id).build());
  }

  private String json(Object data) {
    try {
      return mapper.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected an event that can be written as JSON.", e);
    }
  }

  /** Shows that the stream lives, where nothing was sent for that long. */
  void keepAlive(Duration silence) throws GoneException, InterruptedException {
    if (System.nanoTime() - sentAtNanos >= silence.toNanos()) {
      deliver(sse.newEventBuilder().comment("").build());
    }
  }

  private void deliver(OutboundSseEvent event) throws GoneException, InterruptedException {
    if (sink.isClosed()) {
      throw new GoneException("The consumer is gone.");
    }
    try {
      sink.send(event)
          .toCompletableFuture()
          .get(slowConsumerLimit.toMillis(), TimeUnit.MILLISECONDS);
      sentAtNanos = System.nanoTime();
    } catch (ExecutionException e) {
      throw new GoneException("The consumer is gone: " + e.getMessage());
    } catch (TimeoutException e) {
      throw new GoneException("The consumer was too slow.");
    }
  }

  boolean isClosed() {
    return sink.isClosed();
  }

  void close() {
    sink.close();
  }
}
