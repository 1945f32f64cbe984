package dev.synod.sdk;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads: calls that change nothing, so that they may be repeated. */
final class Calls {
  private static final long TIMEOUT_SECONDS = 30;

  private final Channel channel;
  private final BearerCredentials credentials;

  Calls(Channel channel, BearerCredentials credentials) {
    this.channel = channel;
    this.credentials = credentials;
  }

  /** Asks once the server can be reached, for a limited time. */
  <Q, A> Pending<A> ask(MethodDescriptor<Q, A> method, Q question) {
    Pending<A> pending = new Pending<>();
    var options =
        CallOptions.DEFAULT
            .withCallCredentials(credentials)
            .withWaitForReady()
            .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    ClientCalls.asyncUnaryCall(channel.newCall(method, options), question, new Answer<>(pending));
    return pending;
  }

  /** Starts a stream of answers. */
  <Q, A> void stream(MethodDescriptor<Q, A> method, Q question, StreamObserver<A> answers) {
    var options = CallOptions.DEFAULT.withCallCredentials(credentials).withWaitForReady();
    ClientCalls.asyncServerStreamingCall(channel.newCall(method, options), question, answers);
  }

  /** Tells that the server did not accept the token. */
  void refusedToken() {
    credentials.refused();
  }

  private final class Answer<A> implements StreamObserver<A> {
    private final Pending<A> pending;
    private @Nullable A value;

    Answer(Pending<A> pending) {
      this.pending = pending;
    }

    @Override
    public void onNext(A answer) {
      value = answer;
    }

    @Override
    public void onError(Throwable failure) {
      SynodException cause = Refusals.of(failure);
      if (cause.is(Refusals.UNAUTHENTICATED)) {
        refusedToken();
      }
      pending.settleExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      A answer = value;
      if (answer == null) {
        pending.settleExceptionally(
            new SynodException(
                SynodException.UNAVAILABLE, "Expected an answer, but the server sent none."));
      } else {
        pending.settle(answer);
      }
    }
  }
}
