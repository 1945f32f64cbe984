package dev.synod.server.edge;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotFoundException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Finds nothing at a path with an empty part, where the framework takes two slashes for one. */
class EmptyParts {
  @ServerRequestFilter(preMatching = true)
  void refuse(HttpServerRequest request) {
    String path = request.path();
    if (path != null && path.contains("//")) {
      throw new NotFoundException();
    }
  }
}
