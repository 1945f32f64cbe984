package dev.synod.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Keeps a call's {@code authorization} for the service, which judges it off the event loop. */
@ApplicationScoped
@GlobalInterceptor
public class Authorization implements ServerInterceptor {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> KEY = Context.key("synod-authorization");

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String header = headers.get(HEADER);
    Context context = Context.current().withValue(KEY, header == null ? "" : header);
    return Contexts.interceptCall(context, call, headers, next);
  }

  /** The current call's header; empty where it has none. */
  static String current() {
    @Nullable String header = KEY.get();
    return header == null ? "" : header;
  }
}
