package dev.synod.server.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.value.Value;
import dev.synod.server.projection.DecisionRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A decision of governance.
 *
 * @param count times that the question was answered so, between the two times
 * @param controls that the policies help to meet which objected or warned, as they are declared now
 */
public record DecisionView(
    String id,
    boolean allowed,
    long count,
    String firstAt,
    String lastAt,
    Question question,
    List<Reason> reasons,
    List<Reason> warnings,
    ByPolicy policy,
    Set<Control> controls) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What was asked.
   *
   * @param input that policy saw, without what is masked
   * @param masked paths that the input lacks
   */
  public record Question(
      String subject,
      String action,
      String namespace,
      String group,
      Value input,
      List<String> masked) {}

  /**
   * Why.
   *
   * @param line of the file, from 1; of a declared policy, of its module; 0 where it is not known
   * @param source of the rule, or its beginning
   */
  public record Reason(String rule, String message, String file, int line, String source) {}

  /** The policy that was in force. */
  public record ByPolicy(long revision, String digest) {}

  /** A control of a framework. */
  public record Control(String framework, String id) {}

  /** A row as it is shown. */
  public static DecisionView of(DecisionRow row, Policies policies) {
    List<Reason> reasons = list(row.reasons, new TypeReference<>() {});
    List<Reason> warnings = list(row.warnings, new TypeReference<>() {});
    var controls = new LinkedHashSet<Control>();
    reasons.forEach(reason -> add(controls, reason, policies));
    warnings.forEach(reason -> add(controls, reason, policies));
    return new DecisionView(
        row.id,
        row.allowed,
        row.count,
        row.firstAt.toString(),
        row.lastAt.toString(),
        new Question(
            row.subject,
            row.action,
            row.namespace,
            row.group,
            Value.parse(row.input),
            list(row.masked, new TypeReference<>() {})),
        reasons,
        warnings,
        new ByPolicy(row.policyRevision, row.policyDigest),
        controls);
  }

  private static void add(Set<Control> controls, Reason reason, Policies policies) {
    int slash = reason.rule().indexOf('/');
    Policy policy =
        slash < 0
            ? null
            : policies.get(
                new PolicyRef(
                    reason.rule().substring(0, slash), reason.rule().substring(slash + 1)));
    if (policy != null) {
      policy
          .spec()
          .controls()
          .forEach(control -> controls.add(new Control(control.framework(), control.id())));
    }
  }

  private static <T> List<T> list(String json, TypeReference<List<T>> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected what the projector wrote.", e);
    }
  }
}
