package dev.synod.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Rules with exceptions that are named one by one, in a file that says for each group why. An
 * exception that is needed no more is a finding too, so that the files stay true.
 */
final class Exceptions {
  private static final String FILES = "architecture/src/test/resources/exceptions/";
  private static final int COMPONENTS_MAX = 6;

  private static final Pattern WALL_CLOCK =
      Pattern.compile(
          "(.*\\.)?(System\\.currentTimeMillis|(Instant|LocalDate|LocalDateTime|ZonedDateTime"
              + "|OffsetDateTime)\\.now|Clock\\.system\\w*)");
  private static final Pattern STOPWATCH = Pattern.compile("(.*\\.)?System\\.nanoTime");

  private Exceptions() {}

  static List<SourceRule> rules() {
    return List.of(
        rule(
            "the time of day is read at named places",
            "wall-clocks.txt",
            node -> reads(node, WALL_CLOCK),
            new Source(
                "sdk/src/main/java/Late.java",
                "class Late { long now() { return System.currentTimeMillis(); } }")),
        rule(
            "durations are measured at named places",
            "stopwatches.txt",
            node -> reads(node, STOPWATCH),
            new Source(
                "sdk/src/main/java/Race.java",
                "class Race { java.util.function.LongSupplier watch = System::nanoTime; }")),
        rule(
            "a record has at most %d components, or is named with a reason"
                .formatted(COMPONENTS_MAX),
            "wide-records.txt",
            Exceptions::isWide,
            new Source(
                "sdk/src/main/java/Wide.java",
                "record Wide(int a, int b, int c, int d, int e, int f, int g) {}")));
  }

  private static SourceRule rule(
      String name, String file, Function<Node, Boolean> breaks, Source planted) {
    return SourceRule.of(name, repository -> check(repository, file, breaks), planted);
  }

  private static List<String> check(
      Repository repository, String file, Function<Node, Boolean> breaks) {
    Set<String> excepted = excepted(repository, FILES + file);
    var unused = new TreeSet<>(excepted);
    var findings = new TreeMap<String, String>();
    repository
        .nodes()
        .filter(node -> node.source().isProduct())
        .filter(breaks::apply)
        .forEach(
            node -> {
              String type = node.type();
              unused.remove(type);
              if (!excepted.contains(type)) {
                findings.put(node.at(), "%s: %s is not in %s".formatted(node.at(), type, file));
              }
            });
    var all = new ArrayList<>(findings.values());
    unused.forEach(type -> all.add("%s: %s needs no exception".formatted(FILES + file, type)));
    return all;
  }

  /** Lines that are neither empty nor a reason, which begins with {@code #}. */
  private static Set<String> excepted(Repository repository, String path) {
    return repository.file(path).stream()
        .flatMap(source -> source.text().lines())
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.toSet());
  }

  private static boolean reads(Node node, Pattern clock) {
    return switch (node.tree()) {
      case MethodInvocationTree call ->
          clock.matcher(call.getMethodSelect().toString()).matches() && !isGivenAClock(call);
      case MemberReferenceTree reference ->
          clock.matcher(reference.getQualifierExpression() + "." + reference.getName()).matches();
      default -> false;
    };
  }

  /** {@code Instant.now(clock)} reads what it is given. */
  private static boolean isGivenAClock(MethodInvocationTree call) {
    return call.getMethodSelect().toString().endsWith(".now") && !call.getArguments().isEmpty();
  }

  private static boolean isWide(Node node) {
    return node.tree() instanceof ClassTree type
        && type.getKind() == Tree.Kind.RECORD
        && type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count()
            > COMPONENTS_MAX;
  }
}
