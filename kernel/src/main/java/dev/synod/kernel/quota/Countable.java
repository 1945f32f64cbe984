package dev.synod.kernel.quota;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a namespace has a number of. The number is kept while the state changes, not counted. */
public enum Countable {
  AGENTS,
  GROUPS,
  SESSIONS,
  DOCUMENTS,
  /** Tasks that wait or are worked on. */
  TASKS,
  /** Proposals that are open. */
  PROPOSALS,
  /** Runs that have not ended. */
  RUNS;

  /** As policies write it, such as {@code documents}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words of all, in their order. */
  public static Set<String> words() {
    var words = new LinkedHashSet<String>();
    for (Countable kind : values()) {
      words.add(kind.word());
    }
    return Collections.unmodifiableSet(words);
  }

  /** The one of that word, or null. */
  public static @Nullable Countable of(String word) {
    for (Countable kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  /** What there is one more of where a command of this action succeeds, or null for nothing. */
  public static @Nullable Countable madeBy(String action) {
    return switch (action) {
      case Action.SESSION_OPEN -> SESSIONS;
      case Action.STATE_WRITE -> DOCUMENTS;
      case Action.TASK_SUBMIT -> TASKS;
      case Action.PROPOSAL_OPEN -> PROPOSALS;
      case Action.RUN_START -> RUNS;
      default -> null;
    };
  }

  /**
   * What there is one more of where an action succeeds, or null for nothing.
   *
   * @param resource kind of what is created, where the action creates a resource
   */
  public static @Nullable Countable madeBy(String action, String resource) {
    return action.equals(Action.RESOURCE_CREATE) ? declaredAs(resource) : madeBy(action);
  }

  /** What there is one more of where a resource of this kind is created, or null for nothing. */
  public static @Nullable Countable declaredAs(String kind) {
    return switch (kind) {
      case "Agent" -> AGENTS;
      case "CoordinationGroup" -> GROUPS;
      case "WorkflowRun" -> RUNS;
      default -> null;
    };
  }

  /** How many a namespace has. */
  public long in(String namespace, KernelState state) {
    return switch (this) {
      case AGENTS -> state.agents().countIn(namespace);
      case GROUPS -> state.groups().table().countIn(namespace);
      case SESSIONS -> state.sessions().table().countIn(namespace);
      case DOCUMENTS -> state.documents().byGroup().countIn(namespace);
      case TASKS -> state.tasks().table().countIn(namespace);
      case PROPOSALS -> state.proposals().table().countIn(namespace);
      case RUNS -> state.runs().runs().countIn(namespace);
    };
  }
}
