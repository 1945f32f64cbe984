package dev.synod.sdk;

import dev.synod.api.v1.Rejection;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import org.jspecify.annotations.Nullable;

/** Refusals as exceptions. */
final class Refusals {
  static final String SEQUENCE_GAP = "sequence-gap";
  static final String PERMIT_STALE = "permit-stale";
  static final String POLICY_STALE = "policy-stale";
  static final String INVALID_ARGUMENT = "invalid-argument";
  static final String UNAUTHENTICATED = "unauthenticated";
  static final String PERMISSION_DENIED = "permission-denied";
  static final String LIMIT_EXCEEDED = "limit-exceeded";
  static final String REPLICA_DIVERGED = "replica-diverged";
  static final String ALREADY_VOTED = "already-voted";

  /** Trailer in which the server says why it refused a call. */
  static final Metadata.Key<Rejection> TRAILER =
      Metadata.Key.of(
          "synod-rejection-bin", ProtoUtils.metadataMarshaller(Rejection.getDefaultInstance()));

  private Refusals() {}

  static SynodException of(Rejection rejection) {
    return new SynodException(
        rejection.getCode(),
        rejection.getMessage(),
        Json.parseObject(rejection.getDetailsJson()),
        null);
  }

  /** Why a call failed. */
  static SynodException of(Throwable failure) {
    if (failure instanceof SynodException known) {
      return known;
    }
    Metadata trailers = Status.trailersFromThrowable(failure);
    Rejection rejection = trailers == null ? null : trailers.get(TRAILER);
    if (rejection != null) {
      return of(rejection);
    }
    Status status = Status.fromThrowable(failure);
    return new SynodException(word(status.getCode()), message(status), Json.object(), failure);
  }

  private static String message(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String reason = description == null ? "the call ended with " + status.getCode() : description;
    return cause == null || cause.getMessage() == null
        ? reason
        : reason + " (" + cause.getMessage() + ")";
  }

  private static String word(Status.@Nullable Code code) {
    return switch (code) {
      case null -> SynodException.UNAVAILABLE;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> INVALID_ARGUMENT;
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case PERMISSION_DENIED -> "permission-denied";
      case NOT_FOUND -> SynodException.NOT_FOUND;
      case ALREADY_EXISTS -> "already-exists";
      case FAILED_PRECONDITION -> "failed-precondition";
      case ABORTED -> "revision-conflict";
      case RESOURCE_EXHAUSTED -> "limit-exceeded";
      case DEADLINE_EXCEEDED -> "deadline-exceeded";
      case UNIMPLEMENTED -> "unimplemented";
      case OK, CANCELLED, UNKNOWN, INTERNAL, UNAVAILABLE, DATA_LOSS -> SynodException.UNAVAILABLE;
    };
  }
}
