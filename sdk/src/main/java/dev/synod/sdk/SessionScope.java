package dev.synod.sdk;

import dev.synod.api.v1.Request;

/**
 * What a group's view needs of the session that it belongs to.
 *
 * @param namespace of its agent
 */
record SessionScope(String namespace, SessionLink link, Calls calls, Waits waits) {
  Pending<Written> submit(Lane lane, Request request) {
    return link.submit(lane, request);
  }
}
