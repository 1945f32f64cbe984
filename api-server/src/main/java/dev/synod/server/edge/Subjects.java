package dev.synod.server.edge;

import dev.synod.server.identity.Subject;
import dev.synod.server.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subjects that a caller names, without a token of theirs. */
final class Subjects {
  private static final Pattern ID = Pattern.compile("([a-z]+):(?:([a-z0-9.-]{1,253})/)?(.{1,253})");

  private static final String KUBERNETES = Subject.Kind.KUBERNETES.word() + ":";
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:([a-z0-9-]{1,63}):([a-z0-9.-]{1,253})");

  private Subjects() {}

  /**
   * A user of the Kubernetes API, of whom no role is known.
   *
   * @param username as the Kubernetes API authenticated it
   */
  static Subject ofKubernetes(String username) {
    Matcher account = SERVICE_ACCOUNT.matcher(username);
    boolean isAccount = account.matches();
    return new Subject(
        KUBERNETES + username,
        Subject.Kind.KUBERNETES,
        Collections.emptySortedSet(),
        isAccount ? account.group(1) : "",
        isAccount ? account.group(2) : username,
        Instant.MAX);
  }

  /**
   * The subject of an id.
   *
   * @param roles of a person or a service; an agent's are its own
   */
  static Subject of(String id, SortedSet<String> roles) {
    if (id.startsWith(KUBERNETES) && id.length() > KUBERNETES.length()) {
      return ofKubernetes(id.substring(KUBERNETES.length()));
    }
    Matcher parts = ID.matcher(id);
    Subject.Kind kind =
        parts.matches()
            ? Arrays.stream(Subject.Kind.values())
                .filter(known -> known.word().equals(parts.group(1)))
                .findFirst()
                .orElseThrow(() -> unknown(id))
            : null;
    if (kind == null || (kind == Subject.Kind.AGENT) != (parts.group(2) != null)) {
      throw unknown(id);
    }
    boolean agent = kind == Subject.Kind.AGENT;
    return new Subject(
        id,
        kind,
        agent ? Collections.unmodifiableSortedSet(new TreeSet<>(Set.of("agent"))) : roles,
        agent ? parts.group(2) : "",
        parts.group(3),
        Instant.MAX);
  }

  private static ProblemException unknown(String id) {
    return ProblemException.invalid(
        "Expected a subject such as person:ada, agent:review/lead or service:operator, but found '%s'."
            .formatted(id));
  }
}
