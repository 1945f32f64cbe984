package dev.synod.kernel;

/** Everything that is bounded, with its unit. Over a limit is a rejection, never a surprise. */
public final class Limits {
  /** Characters of a document's value, as canonical JSON. */
  public static final long DOCUMENT_SIZE_MAX = 256 * 1024;

  /**
   * Characters of a payload that travels in the log: task input and output, run input, step memo.
   */
  public static final long PAYLOAD_SIZE_MAX = 32 * 1024;

  /** Characters of a document's key. */
  public static final int KEY_LENGTH_MAX = 512;

  /** Characters of any name, as in Kubernetes (RFC 1123 subdomain). */
  public static final int NAME_LENGTH_MAX = 253;

  /** Characters of a free text, such as the reason of a ballot. */
  public static final int TEXT_LENGTH_MAX = 4096;

  /** Live documents of one group. */
  public static final int DOCUMENTS_PER_GROUP_MAX = 2_000_000;

  /** Live sessions. */
  public static final int SESSIONS_MAX = 20_000;

  /** Replies kept for a session's lane until it acknowledges them. */
  public static final int UNACKNOWLEDGED_MAX = 4096;

  /** Capabilities of a session. */
  public static final int CAPABILITIES_MAX = 64;

  /** Tasks that a session may hold at once. */
  public static final int CONCURRENT_TASKS_MAX = 10_000;

  /** Shortest and longest time to live of a silent session, milliseconds. */
  public static final long SESSION_TTL_MILLIS_MIN = 1_000;

  public static final long SESSION_TTL_MILLIS_MAX = 300_000;

  /** Tasks that wait for one capability in one group, where the agents declare less. */
  public static final int QUEUE_LENGTH_MIN = 64;

  /** Tasks that wait for one capability in one group where a run submits one more. */
  public static final int RUNS_QUEUE_LENGTH_MAX = 100_000;

  /** Tasks, live and ended ones that are not forgotten yet. */
  public static final int TASKS_MAX = 2_000_000;

  /** Times that a task is given out before it fails. */
  public static final int TASK_ATTEMPTS_MAX = 20;

  public static final int TASK_ATTEMPTS_DEFAULT = 3;

  /** Live runs of the installation. */
  public static final int RUNS_MAX = 100_000;

  /** Steps of one run. */
  public static final int STEPS_PER_RUN_MAX = 10_000;

  /** Answers that one step waits for at once. */
  public static final int ANSWERS_PER_STEP_MAX = 64;

  /** Triggers that wait in a run's inbox; an advance that would add more is refused. */
  public static final int INBOX_MAX = 10_000;

  /** Effects of one advance. */
  public static final int EFFECTS_PER_ADVANCE_MAX = 2_048;

  /** Deadlines that fall due in one tick; the rest wait for the next. */
  public static final int EXPIRIES_PER_TICK_MAX = 1_000;

  /** Open proposals of one group. */
  public static final int INSTANCES_PER_GROUP_MAX = 10_000;

  /** Weight of one voter. */
  public static final int WEIGHT_MAX = 1_000;

  /** Instances of barriers, waiting and settled ones that are not forgotten yet. */
  public static final int BARRIERS_MAX = 100_000;

  /** Proposals, open and decided ones that are not forgotten yet. */
  public static final int PROPOSALS_MAX = 100_000;

  /** Keyed outcomes that are remembered, and for how long. */
  public static final int KEYED_OUTCOMES_MAX = 100_000;

  public static final long KEYED_OUTCOME_TTL_MILLIS = 3_600_000;

  /** Holds on payloads of the audit trail that are in force. */
  public static final int HOLDS_MAX = 1_000;

  /** Period and filters of a report together, characters. */
  public static final int AUDIT_SELECTION_CHARACTERS_MAX = 65_536;

  /** Keys that sign the audit trail at once. */
  public static final int AUDIT_KEYS_MAX = 4;

  /** Permits in force. */
  public static final int PERMITS_MAX = 200_000;

  /** Longest time for which a permit may be granted, milliseconds. */
  public static final long PERMIT_MILLIS_MAX = 3_600_000;

  /** Declared policies of the installation. */
  public static final int POLICIES_MAX = 500;

  /** Characters of a declared policy's module. */
  public static final int POLICY_MODULE_SIZE_MAX = 64 * 1024;

  /** Namespaces, groups, actions and controls of one declared policy, together. */
  public static final int POLICY_ENTRIES_MAX = 512;

  /** Decisions of governance that are kept by one command. */
  public static final int DECISIONS_PER_RECORD_MAX = 64;

  /** Reasons and warnings of one decision, together. */
  public static final int DECISION_REASONS_MAX = 32;

  /** Characters of a decision's input, as canonical JSON. */
  public static final int DECISION_INPUT_SIZE_MAX = 16 * 1024;

  /** Shortest and longest time of an emergency without declared policies, milliseconds. */
  public static final long BREAK_GLASS_MILLIS_MIN = 1_000;

  public static final long BREAK_GLASS_MILLIS_MAX = 14_400_000;

  /**
   * How long finished tasks, barriers, proposals and runs stay readable in the live state,
   * milliseconds.
   */
  public static final long FINISHED_TASK_MILLIS = 3_600_000;

  public static final long FINISHED_RUN_MILLIS = 604_800_000;

  /** Longest wait that can be declared, milliseconds (ten years). */
  public static final long WAIT_MILLIS_MAX = 315_360_000_000L;

  /**
   * Most that the state's time moves in one batch, milliseconds, so that no clock can expire
   * everything at once.
   */
  public static final long TIME_JUMP_MILLIS_MAX = 60_000;

  private Limits() {}
}
