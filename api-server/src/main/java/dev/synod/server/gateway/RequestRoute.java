package dev.synod.server.gateway;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a request to the replica that leads. Replies tell everything, also that nobody leads;
 * the futures don't fail.
 */
public interface RequestRoute {
  CompletableFuture<Reply> submit(Request request, Lane lane);

  /** Submits requests of one stream in order. */
  CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane);
}
