package dev.synod.sdk;

import dev.synod.api.v1.Request;

/** A request on its way, and whoever waits for its reply. */
record Outgoing(Lane lane, Request request, Pending<Written> answer) {
  Outgoing(Lane lane, Request request) {
    this(lane, request, new Pending<>());
  }
}
