package dev.synod.server.governance;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.time.Duration;

/**
 * What a server tells of declared policies.
 *
 * @param operator token of who may ask
 */
record PolicyStatuses(ApiServer server, String operator) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  Answer all() throws IOException, InterruptedException {
    return server.get(operator, "/v1/declarations/policies/status");
  }

  /** Waits until a policy, as {@code namespace/name}, has a condition. */
  void await(String policy, String type, String status) {
    Await.until(
        LIMIT,
        type + " of " + policy + " is " + status,
        () -> condition(policy, type, "status").equals(status));
  }

  /** A field of a condition; empty where there is none. */
  String condition(String policy, String type, String field)
      throws IOException, InterruptedException {
    Answer answer = all();
    for (int i = 0; i < answer.size(); i++) {
      if ((answer.text(i, "namespace") + "/" + answer.text(i, "name")).equals(policy)) {
        for (int c = 0; c < answer.size(i, "status", "conditions"); c++) {
          if (answer.text(i, "status", "conditions", c, "type").equals(type)) {
            return answer.text(i, "status", "conditions", c, field);
          }
        }
      }
    }
    return "";
  }
}
