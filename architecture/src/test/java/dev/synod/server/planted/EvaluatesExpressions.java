package dev.synod.server.planted;

import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;

/** Planted: an expression of a user in the API server. */
public final class EvaluatesExpressions {
  Object compile(String text) throws Exception {
    return JsonQuery.compile(text, Versions.JQ_1_6);
  }
}
