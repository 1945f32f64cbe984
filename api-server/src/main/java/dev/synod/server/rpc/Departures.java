package dev.synod.server.rpc;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a caller is gone. The gRPC server tells of a cancellation only while it still reads
 * requests, so that a watch, whose one request is read, would go on for nobody.
 */
@ApplicationScoped
class Departures {
  private static final String KEY = "synod-departure";
  private static final int BEFORE_ROUTING = 1_000;

  void register(@Observes Filters filters) {
    filters.register(
        exchange -> {
          Context context = Vertx.currentContext();
          if (context != null && isCall(exchange.request())) {
            var gone = new CompletableFuture<Void>();
            exchange.response().closeHandler(closed -> gone.complete(null));
            context.putLocal(KEY, gone);
          }
          exchange.next();
        },
        BEFORE_ROUTING);
  }

  private static boolean isCall(HttpServerRequest request) {
    String type = request.getHeader("content-type");
    return type != null && type.startsWith("application/grpc");
  }

  /** Completes when the caller of this call is gone; never where that isn't known. */
  static CompletableFuture<Void> of(Context call) {
    @Nullable CompletableFuture<Void> gone = call.getLocal(KEY);
    return gone == null ? new CompletableFuture<>() : gone;
  }
}
