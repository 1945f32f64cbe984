package dev.synod.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Rules over Java as it is written. */
final class JavaRules {
  private static final int METHOD_LINES_MAX = 70;
  private static final int CONSTRUCTOR_ARGUMENTS_MAX = 6;

  /** A number up to this one in a comparison is a count of things, not a limit. */
  private static final int SMALL_NUMBER_MAX = 9;

  private static final Set<Tree.Kind> ORDER =
      Set.of(
          Tree.Kind.LESS_THAN,
          Tree.Kind.LESS_THAN_EQUAL,
          Tree.Kind.GREATER_THAN,
          Tree.Kind.GREATER_THAN_EQUAL);

  private static final Pattern SIZE =
      Pattern.compile("(?i).*(length|size|count|bytes|characters|depth|max)(Max)?$");
  private static final Pattern TEST = Pattern.compile("(Parameterized|Repeated)?Test(Factory)?");
  private static final Pattern SLEEP =
      Pattern.compile("(.*\\.)?(Thread|SECONDS|MILLISECONDS|MINUTES)\\.sleep");

  private JavaRules() {}

  static List<SourceRule> rules() {
    return List.of(
        rule(
            "no method has more than %d lines".formatted(METHOD_LINES_MAX),
            Source::isJava,
            JavaRules::longMethod,
            new Source(
                "log/src/main/java/Long.java",
                "class Long { void all() {" + "\n".repeat(METHOD_LINES_MAX) + "} }")),
        rule(
            "no constructor takes more than %d arguments".formatted(CONSTRUCTOR_ARGUMENTS_MAX),
            Source::isJava,
            JavaRules::wideConstructor,
            new Source(
                "log/src/main/java/Wide.java",
                "class Wide { Wide(int a, int b, int c, int d, int e, int f, int g) {} }")),
        rule(
            "no test sleeps: it waits on a condition",
            Source::isJavaTest,
            JavaRules::sleep,
            new Source(
                "log/src/test/java/NapTest.java",
                "class NapTest { void nap() throws Exception { Thread.sleep(100); } }")),
        rule(
            "no test is turned off",
            Source::isJavaTest,
            JavaRules::disabled,
            new Source(
                "log/src/test/java/OffTest.java",
                "class OffTest { @Disabled @Test void off() {} }")),
        rule(
            "a test is named by what should happen",
            Source::isJavaTest,
            JavaRules::namelessTest,
            new Source(
                "log/src/test/java/WorksTest.java",
                "class WorksTest { @Test void testWrite() {} }")),
        rule(
            "what a size is compared with has a name",
            Source::isProduct,
            JavaRules::namelessLimit,
            new Source(
                "log/src/main/java/Magic.java",
                "class Magic { boolean fits(String text) { return text.length() <= 4096; } }")));
  }

  private static SourceRule rule(
      String name,
      Predicate<Source> where,
      Function<Node, Optional<String>> check,
      Source planted) {
    return SourceRule.of(
        name,
        repository ->
            repository
                .nodes()
                .filter(node -> where.test(node.source()))
                .flatMap(node -> check.apply(node).map(found -> node.at() + ": " + found).stream())
                .toList(),
        planted);
  }

  private static Optional<String> longMethod(Node node) {
    return node.tree() instanceof MethodTree method && node.lines() > METHOD_LINES_MAX
        ? Optional.of("%s has %d lines".formatted(method.getName(), node.lines()))
        : Optional.empty();
  }

  /** A record's canonical constructor is as wide as its data; see {@link Exceptions}. */
  private static Optional<String> wideConstructor(Node node) {
    return node.tree() instanceof MethodTree method
            && method.getReturnType() == null
            && !node.isInRecord()
            && method.getParameters().size() > CONSTRUCTOR_ARGUMENTS_MAX
        ? Optional.of("takes %d arguments".formatted(method.getParameters().size()))
        : Optional.empty();
  }

  private static Optional<String> sleep(Node node) {
    return node.tree() instanceof MethodInvocationTree call
            && SLEEP.matcher(call.getMethodSelect().toString()).matches()
        ? Optional.of("sleeps")
        : Optional.empty();
  }

  private static Optional<String> disabled(Node node) {
    return node.tree() instanceof AnnotationTree annotation
            && annotation.getAnnotationType().toString().matches("(.*\\.)?Disabled\\w*")
        ? Optional.of(annotation.toString())
        : Optional.empty();
  }

  private static Optional<String> namelessTest(Node node) {
    return node.tree() instanceof MethodTree method
            && method.getModifiers().getAnnotations().stream()
                .anyMatch(one -> TEST.matcher(one.getAnnotationType().toString()).matches())
            && !method.getName().toString().startsWith("should")
        ? Optional.of("%s does not say what should happen".formatted(method.getName()))
        : Optional.empty();
  }

  private static Optional<String> namelessLimit(Node node) {
    return node.tree() instanceof BinaryTree comparison
            && ORDER.contains(comparison.getKind())
            && (isNameless(comparison.getLeftOperand(), comparison.getRightOperand())
                || isNameless(comparison.getRightOperand(), comparison.getLeftOperand()))
        ? Optional.of("%s compares with a number that has no name".formatted(comparison))
        : Optional.empty();
  }

  private static boolean isNameless(ExpressionTree size, ExpressionTree limit) {
    return limit instanceof LiteralTree literal
        && literal.getValue() instanceof Number number
        && number.longValue() > SMALL_NUMBER_MAX
        && SIZE.matcher(name(size)).matches();
  }

  private static String name(ExpressionTree tree) {
    return switch (tree) {
      case MethodInvocationTree call -> name(call.getMethodSelect());
      case MemberSelectTree select -> select.getIdentifier().toString();
      case IdentifierTree identifier -> identifier.getName().toString();
      default -> "";
    };
  }
}
