package dev.synod.kernel;

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
  public static final String POLICY_ACTIVATE = "policy.activate";
  public static final String CLUSTER_READ = "cluster.read";
  public static final String CLUSTER_MANAGE = "cluster.manage";
  public static final String LOG_READ = "log.read";

  /** Of the coordination itself; never granted to a subject. */
  public static final String SYSTEM = "system";

  private Action() {}
}
