package dev.synod.server;

import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Issuers;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * An installation for all tests of a run that leave it as it is: they use keys, names and
 * capabilities of their own.
 */
public final class SharedInstallation implements BeforeAllCallback {
  /** Open streams of one subject. */
  public static final int STREAMS_PER_SUBJECT_MAX = 64;

  private Installation installation;

  @Override
  public void beforeAll(ExtensionContext context) {
    installation =
        context
            .getRoot()
            .getStore(Namespace.create(Installation.class))
            .computeIfAbsent(Installation.class, ignored -> start(), Installation.class);
  }

  private static Installation start() {
    try {
      return Installation.start(
          Map.of("SYNOD_STREAMS_PER_SUBJECT_MAX", "" + STREAMS_PER_SUBJECT_MAX));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the server started", e);
    } catch (Exception e) {
      throw new IllegalStateException("Expected the server to start: " + e.getMessage(), e);
    }
  }

  public Issuers issuers() {
    return installation.issuers();
  }

  public ApiServer server() {
    return installation.server();
  }
}
