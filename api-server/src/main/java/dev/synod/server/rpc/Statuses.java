package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Rejection;
import dev.synod.kernel.value.Value;
import dev.synod.server.problem.Failures;
import dev.synod.server.problem.Problem;
import dev.synod.server.replica.DivergedException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Failures as gRPC tells them: a status by its table, and the rejection in a trailer. */
@ApplicationScoped
class Statuses {
  private static final Metadata.Key<byte[]> TRAILER =
      Metadata.Key.of("synod-rejection-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Failures failures;

  @Inject
  Statuses(Failures failures) {
    this.failures = failures;
  }

  /** What a failure is, as a rejection. */
  Rejection rejection(Throwable failure) {
    Problem problem = failures.of(failure);
    return Rejection.newBuilder()
        .setCode(problem.code())
        .setMessage(problem.detail())
        .setDetailsJson(ByteString.copyFromUtf8(Value.of(problem.details()).json()))
        .build();
  }

  /** What a failure is, as the end of a call. */
  StatusRuntimeException status(Throwable failure) {
    return status(rejection(failure));
  }

  /** The end of a call by a rejection. */
  static StatusRuntimeException status(Rejection rejection) {
    var trailers = new Metadata();
    trailers.put(TRAILER, rejection.toByteArray());
    return of(rejection.getCode())
        .withDescription(rejection.getMessage())
        .asRuntimeException(trailers);
  }

  private static Status of(String code) {
    return switch (code) {
      case "invalid-argument", "undeclared-key", "merge-mismatch", "too-large" ->
          Status.INVALID_ARGUMENT;
      case "unauthenticated" -> Status.UNAUTHENTICATED;
      case "permission-denied", "permit-required", "permit-stale", "not-in-electorate" ->
          Status.PERMISSION_DENIED;
      case "not-found" -> Status.NOT_FOUND;
      case "already-exists", "already-voted" -> Status.ALREADY_EXISTS;
      case "revision-conflict", "sequence-gap" -> Status.ABORTED;
      case "limit-exceeded" -> Status.RESOURCE_EXHAUSTED;
      case "compacted" -> Status.OUT_OF_RANGE;
      case "unavailable", DivergedException.CODE -> Status.UNAVAILABLE;
      case "deadline-exceeded", "indeterminate" -> Status.DEADLINE_EXCEEDED;
      case "internal" -> Status.INTERNAL;
      default -> Status.FAILED_PRECONDITION;
    };
  }
}
