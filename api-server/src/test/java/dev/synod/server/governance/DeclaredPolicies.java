package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.value.Value;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.time.Duration;

/** Policies as the operator declares and retracts them, each as {@code namespace/name}. */
public final class DeclaredPolicies {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String PATH = "/v1/declarations/policies/";

  private final ApiServer server;
  private final String operator;
  private long generation;

  /**
   * @param operator token of who may declare and ask
   */
  public DeclaredPolicies(ApiServer server, String operator) {
    this.server = server;
    this.operator = operator;
  }

  /**
   * Declares a policy, in a new generation; it is not in force yet.
   *
   * @param spec as JSON
   */
  public Answer declare(String policy, String spec) throws IOException, InterruptedException {
    return server.call(
        operator,
        "PUT",
        PATH + policy,
        "{\"uid\":\"%s\",\"generation\":%d,\"spec\":%s}".formatted(policy, ++generation, spec));
  }

  /** Declares a policy, and waits until the next request is decided by it. */
  public void activate(String policy, String spec) throws IOException, InterruptedException {
    Answer declared = declare(policy, spec);
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
    await(policy, "Active", "True");
  }

  /** Retracts a policy, if it is declared; it may be in force a little longer. */
  public void retract(String policy) throws IOException, InterruptedException {
    Answer retracted = server.call(operator, "DELETE", PATH + policy + "?uid=" + policy, "");
    assertThat(retracted.status()).as(retracted.body()).isEqualTo(200);
  }

  /**
   * The spec of a policy with a module, as JSON.
   *
   * @param members further ones, each as JSON: {@code "mode":"Warn"}
   */
  public static String spec(String module, String... members) {
    String further = members.length == 0 ? "" : "," + String.join(",", members);
    return "{\"module\":%s%s}".formatted(Value.of(module).json(), further);
  }

  /** What the server tells of all policies. */
  Answer statuses() throws IOException, InterruptedException {
    return server.get(operator, PATH + "status");
  }

  /** Waits until a policy has a condition. */
  void await(String policy, String type, String status) {
    Await.until(
        LIMIT,
        type + " of " + policy + " is " + status,
        () -> condition(policy, type, "status").equals(status));
  }

  /** A field of a condition; empty where there is none. */
  public String condition(String policy, String type, String field)
      throws IOException, InterruptedException {
    Answer answer = statuses();
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
