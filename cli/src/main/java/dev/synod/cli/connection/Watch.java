package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows events over broken connections. */
public final class Watch {
  private static final long PAUSE_MILLIS = 500;

  private final Api api;
  private final ApiPath path;
  private final Duration patience;

  /**
   * @param patience for how long a server that can't be reached is tried again
   */
  public Watch(Api api, ApiPath path, Duration patience) {
    this.api = api;
    this.path = path;
    this.patience = patience;
  }

  /**
   * Tells events until the consumer has enough.
   *
   * @param consumer answers false to end
   * @param lastEventId after which to begin; null for what is there now
   */
  public void follow(Predicate<Event> consumer, @Nullable String lastEventId)
      throws CommandException, InterruptedException {
    String last = lastEventId;
    long silentSinceNanos = System.nanoTime();
    while (true) {
      CommandException failure = null;
      try (EventStream stream = api.events(path, last)) {
        for (Event event = stream.next(); event != null; event = stream.next()) {
          silentSinceNanos = System.nanoTime();
          last = event.id() == null ? last : event.id();
          if (event.name().equals("closed")) {
            throw closed(event);
          }
          if (!consumer.test(event)) {
            return;
          }
        }
      } catch (CommandException e) {
        if (e.exit() != Exit.UNREACHABLE) {
          throw e;
        }
        failure = e;
      } catch (IOException e) {
        failure =
            new CommandException(
                Exit.UNREACHABLE,
                "Expected events from %s, but the connection broke.".formatted(api.server()),
                e);
      }
      if (System.nanoTime() - silentSinceNanos > patience.toNanos() && failure != null) {
        throw failure;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static CommandException closed(Event event) {
    String code = event.data().path("code").asText();
    return new CommandException(
        code.contains("denied") || code.equals("unauthenticated") ? Exit.DENIED : Exit.FAILED,
        "Expected more events, but the server ended the watch: %s"
            .formatted(event.data().path("reason").asText(code)));
  }
}
