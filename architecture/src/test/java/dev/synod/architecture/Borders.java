package dev.synod.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.synod.crds.planted.Decides;
import dev.synod.server.planted.EvaluatesExpressions;
import dev.synod.workflow.planted.CallsOut;
import dev.synod.workflow.planted.ReadsFiles;
import java.util.List;
import java.util.Set;

/** What a module leaves to others, where the arrows between modules do not say it already. */
final class Borders {
  /** Reading a resource of the module's own archive is no input. */
  private static final Set<String> RESOURCES =
      Set.of(
          "java.io.InputStream",
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.io.Closeable",
          "java.io.Serial",
          "java.io.Serializable");

  private Borders() {}

  static List<ClassRule> rules() {
    return List.of(
        ClassRule.of(
            "workflow does no input and no output",
            noClasses()
                .that()
                .resideInAPackage("dev.synod.workflow..")
                .should()
                .dependOnClassesThat(
                    describe(
                        "do input and output",
                        type ->
                            type.getPackageName()
                                    .matches("java\\.net\\.http|java\\.nio\\.(file|channels).*")
                                || type.getName()
                                    .matches(
                                        "java\\.net\\.\\w*Socket\\w*|java\\.net\\.\\w*Connection")
                                || type.getPackageName().equals("java.io")
                                    && !RESOURCES.contains(type.getName()))),
            CallsOut.class,
            ReadsFiles.class),
        ClassRule.of(
            "custom resources have no behaviour",
            classes().that().resideInAPackage("dev.synod.crds..").should(have(noBehaviour())),
            Decides.class),
        ClassRule.of(
            "the API server's process evaluates no expression",
            noClasses()
                .that()
                .resideInAPackage("dev.synod.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "net.thisptr..", "dev.synod.workflow..", "javax.script..", "com.google.re2j.."),
            EvaluatesExpressions.class));
  }

  private static DescribedPredicate<JavaClass> noBehaviour() {
    return describe(
        "nothing but data",
        type -> type.isEnum() || type.getMethods().stream().allMatch(one -> isAccessor(type, one)));
  }

  private static boolean isAccessor(JavaClass type, JavaMethod method) {
    return type.isAnnotation()
        || type.isRecord()
            && (type.tryGetField(method.getName()).isPresent()
                || Set.of("equals", "hashCode", "toString").contains(method.getName()));
  }
}
