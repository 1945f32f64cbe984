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
  private final String id;

  /** A denial that is kept nowhere. */
  DeniedException(Question question, Decision decision) {
    this(question, decision, "");
  }

  private DeniedException(Question question, Decision decision, String id) {
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
    this.id = id;
  }

  /** The same denial, kept under that id; empty where there was no room to keep it. */
  DeniedException recordedAs(String recorded) {
    return new DeniedException(question, decision, recorded);
  }

  Question question() {
    return question;
  }

  Decision decision() {
    return decision;
  }

  /** Under which the denial is found in the decision log; empty where it is not kept. */
  public String id() {
    return id;
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
