package dev.synod.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A server that is started before the first test which needs it and shared by all of the run. */
abstract class ServerExtension<S extends AutoCloseable> implements BeforeAllCallback {

  private final Class<S> type;
  private Optional<S> server = Optional.empty();

  ServerExtension(Class<S> type) {
    this.type = type;
  }

  abstract S start() throws Exception;

  /** Called before each class that uses the server, with nothing of the one before in its way. */
  void renew() throws Exception {}

  @Override
  public final void beforeAll(ExtensionContext context) throws Exception {
    server =
        Optional.of(
            context
                .getRoot()
                .getStore(Namespace.create(type))
                .computeIfAbsent(type, ignored -> startUnchecked(), type));
    renew();
  }

  private S startUnchecked() {
    try {
      return start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a server started", e);
    } catch (Exception e) {
      throw new IllegalStateException("Expected a server to start: " + e.getMessage(), e);
    }
  }

  final S server() {
    return server.orElseThrow(
        () -> new IllegalStateException("Expected a static field with @RegisterExtension"));
  }
}
