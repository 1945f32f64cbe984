package dev.synod.server.edge;

import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.Revisions;

/** The headers that mean something to us. */
final class Headers {
  static final String WARNING = "Warning";
  static final String DECISION = "Synod-Decision";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String MIN_REVISION = "Synod-Min-Revision";
  static final String REVISION = "Synod-Revision";
  static final String AGE_MILLIS = "Synod-Age-Millis";
  static final String TASK = "Synod-Task";
  static final String TASK_TOKEN = "Synod-Task-Token";
  static final String TRACE = "traceparent";
  static final String LAST_EVENT_ID = "Last-Event-ID";

  private Headers() {}

  /** The revision in a header or parameter of that name. */
  static Revisions.Given revision(String name, String text) {
    return Revisions.parse(text)
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "Expected a revision of this API in '%s', such as 1-4711, but found something else."
                        .formatted(name)));
  }
}
