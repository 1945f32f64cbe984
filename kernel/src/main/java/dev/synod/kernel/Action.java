package dev.synod.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What governance decides about: one word per command, shared with policies and documentation. */
public final class Action {
  public static final String SESSION_OPEN = "session.open";
  public static final String SESSION_CLOSE = "session.close";
  public static final String STATE_READ = "state.read";
  public static final String STATE_WRITE = "state.write";
  public static final String BARRIER_READ = "barrier.read";
  public static final String BARRIER_ARRIVE = "barrier.arrive";
  public static final String PROPOSAL_READ = "proposal.read";
  public static final String PROPOSAL_OPEN = "proposal.open";
  public static final String PROPOSAL_BALLOT = "proposal.ballot";
  public static final String TASK_READ = "task.read";
  public static final String TASK_SUBMIT = "task.submit";
  public static final String TASK_COMPLETE = "task.complete";
  public static final String RUN_READ = "run.read";
  public static final String RUN_START = "run.start";
  public static final String RUN_CANCEL = "run.cancel";
  public static final String RUN_DRIVE = "run.drive";
  public static final String APPROVAL_READ = "approval.read";
  public static final String APPROVAL_DECIDE = "approval.decide";
  public static final String AGENT_READ = "agent.read";
  public static final String GROUP_READ = "group.read";
  public static final String DECLARATION_READ = "declaration.read";
  public static final String DECLARATION_WRITE = "declaration.write";
  public static final String DEFINITION_READ = "definition.read";
  public static final String POLICY_READ = "policy.read";
  public static final String POLICY_TRY = "policy.try";
  public static final String POLICY_ACTIVATE = "policy.activate";
  public static final String DECISION_READ = "decision.read";
  public static final String RESOURCE_CREATE = "resource.create";
  public static final String RESOURCE_UPDATE = "resource.update";
  public static final String RESOURCE_DELETE = "resource.delete";
  public static final String CLUSTER_READ = "cluster.read";
  public static final String CLUSTER_MANAGE = "cluster.manage";
  public static final String LOG_READ = "log.read";
  public static final String AUDIT_READ = "audit.read";
  public static final String AUDIT_EXPORT = "audit.export";
  public static final String AUDIT_ERASE = "audit.erase";
  public static final String AUDIT_HOLD = "audit.hold";

  /** Of the coordination itself, as the next one: never granted to a subject. */
  public static final String AUDIT_KEYS = "audit.keys";

  public static final String AUDIT_RETENTION = "audit.retention";

  /** By a role that the API server looks at itself; no policy grants it. */
  public static final String POLICY_BREAK_GLASS = "policy.break-glass";

  /** Of governance itself, which tells what it decided; never granted to a subject. */
  public static final String GOVERNANCE_RECORD = "governance.record";

  /** Of the coordination itself; never granted to a subject. */
  public static final String SYSTEM = "system";

  /** All that a subject may be allowed to do, in alphabetical order. */
  public static final SortedSet<String> ALL =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(
              List.of(
                  SESSION_OPEN,
                  SESSION_CLOSE,
                  STATE_READ,
                  STATE_WRITE,
                  BARRIER_READ,
                  BARRIER_ARRIVE,
                  PROPOSAL_READ,
                  PROPOSAL_OPEN,
                  PROPOSAL_BALLOT,
                  TASK_READ,
                  TASK_SUBMIT,
                  TASK_COMPLETE,
                  RUN_READ,
                  RUN_START,
                  RUN_CANCEL,
                  RUN_DRIVE,
                  APPROVAL_READ,
                  APPROVAL_DECIDE,
                  AGENT_READ,
                  GROUP_READ,
                  DECLARATION_READ,
                  DECLARATION_WRITE,
                  DEFINITION_READ,
                  POLICY_READ,
                  POLICY_TRY,
                  POLICY_ACTIVATE,
                  DECISION_READ,
                  RESOURCE_CREATE,
                  RESOURCE_UPDATE,
                  RESOURCE_DELETE,
                  CLUSTER_READ,
                  CLUSTER_MANAGE,
                  LOG_READ,
                  AUDIT_READ,
                  AUDIT_EXPORT,
                  AUDIT_ERASE,
                  AUDIT_HOLD)));

  /** All that the audit trail may name, in alphabetical order. */
  public static final SortedSet<String> LOGGED =
      Collections.unmodifiableSortedSet(
          Stream.concat(
                  ALL.stream(),
                  Stream.of(
                      AUDIT_KEYS, AUDIT_RETENTION, POLICY_BREAK_GLASS, GOVERNANCE_RECORD, SYSTEM))
              .collect(Collectors.toCollection(TreeSet::new)));

  private static final String ANY_VERB = ".*";

  private Action() {}

  /**
   * Whether a word such as {@code state.write}, or a family such as {@code state.*}, is one of
   * these.
   */
  public static boolean isAmong(Set<String> words, String action) {
    return words.stream().anyMatch(word -> isNamedBy(action, word));
  }

  /** Whether an action is the one named, or of the family. */
  public static boolean isNamedBy(String named, String action) {
    return named.endsWith(ANY_VERB)
        ? action.startsWith(named.substring(0, named.length() - 1))
        : action.equals(named);
  }
}
