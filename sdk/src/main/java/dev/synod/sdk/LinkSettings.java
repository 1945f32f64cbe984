package dev.synod.sdk;

import dev.synod.api.v1.ClientFrame;
import io.grpc.Channel;
import java.time.Duration;

/**
 * How a session is opened and kept.
 *
 * @param open what is asked for, without the idempotency key
 * @param retryFor for how long a request is sent again that the server refuses for the moment
 * @param pauseMillisMax between attempts to connect
 */
record LinkSettings(
    Channel channel,
    BearerCredentials credentials,
    ClientFrame.Open open,
    Duration retryFor,
    long pauseMillisMax) {

  /** Whose session it is, for logs. */
  String owner() {
    return open.getAgent().isEmpty()
        ? "worker"
        : "agent " + open.getNamespace() + "/" + open.getAgent();
  }
}
