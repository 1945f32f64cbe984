package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Policy said no. */
public final class DeniedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Question question;
  private final transient Decision decision;

  DeniedException(Question question, Decision decision) {
    super(
        "%s may not do %s in %s: %s"
            .formatted(
                question.subject().id(),
                question.action(),
                question.scope(),
                decision.reasons().isEmpty()
                    ? "no rule allows it."
                    : decision.reasons().stream()
                        .map(reason -> reason.message() + " (" + reason.rule() + ")")
                        .collect(Collectors.joining("; "))));
    this.question = question;
    this.decision = decision;
  }

  public List<Decision.Reason> reasons() {
    return decision.reasons();
  }

  public String action() {
    return question.action();
  }

  public Scope scope() {
    return question.scope();
  }

  public String policyRevision() {
    return decision.revision();
  }
}
