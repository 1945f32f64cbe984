package dev.synod.sdk;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Puts a bearer token on each call. */
final class BearerCredentials extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final TokenSource tokens;

  BearerCredentials(TokenSource tokens) {
    this.tokens = tokens;
  }

  /** Lets go of a token that the server did not accept. */
  void refused() {
    tokens.refused();
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    executor.execute(
        () -> {
          try {
            var headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + tokens.token());
            applier.apply(headers);
          } catch (IOException e) {
            applier.fail(Status.UNAVAILABLE.withDescription("no token: " + e.getMessage()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            applier.fail(Status.CANCELLED.withDescription("interrupted while asking for a token"));
          } catch (RuntimeException e) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token: " + e.getMessage()));
          }
        });
  }
}
