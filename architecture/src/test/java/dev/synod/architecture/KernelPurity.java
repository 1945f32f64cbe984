package dev.synod.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.synod.kernel.planted.DrawsRandomNumbers;
import dev.synod.kernel.planted.HashesByIdentity;
import dev.synod.kernel.planted.IteratesInSaltedOrder;
import dev.synod.kernel.planted.KeysByEnum;
import dev.synod.kernel.planted.OpensFiles;
import dev.synod.kernel.planted.OpensSockets;
import dev.synod.kernel.planted.ReadsItsEnvironment;
import dev.synod.kernel.planted.ReadsTheClock;
import dev.synod.kernel.planted.ReadsTheStopwatch;
import dev.synod.kernel.planted.StartsThreads;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The same batches give the same state on every replica: nothing else may have a say. */
final class KernelPurity {
  private static final String KERNEL = "dev.synod.kernel..";

  private static final Set<String> INERT_IO =
      Set.of("java.io.Serial", "java.io.Serializable", "java.io.ObjectStreamException");

  private KernelPurity() {}

  static List<ClassRule> rules() {
    return Stream.of(surroundings(), order()).flatMap(List::stream).toList();
  }

  private static List<ClassRule> surroundings() {
    return List.of(
        ClassRule.of(
            "kernel reads no clock",
            reaches(
                "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)|java\\.time\\..*\\.now"
                    + "|java\\.time\\.Clock\\..*|java\\.util\\.(Date|GregorianCalendar)\\..*"),
            ReadsTheClock.class,
            ReadsTheStopwatch.class),
        ClassRule.of(
            "kernel draws no random number",
            reaches(
                "java\\.util\\.(random\\.)?\\w*Random\\w*\\..*|java\\.security\\.SecureRandom\\..*"
                    + "|java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID"
                    + "|java\\.util\\.Collections\\.shuffle"),
            DrawsRandomNumbers.class),
        ClassRule.of(
            "kernel starts no thread and waits for none",
            noClasses()
                .that()
                .resideInAPackage(KERNEL)
                .should()
                .dependOnClassesThat(
                    describe(
                        "are of threads",
                        type ->
                            type.getPackageName().startsWith("java.util.concurrent")
                                || type.getName()
                                    .matches("java\\.(lang\\.Thread\\w*|util\\.Timer\\w*)"))),
            StartsThreads.class),
        ClassRule.of(
            "kernel opens no file and no socket",
            noClasses()
                .that()
                .resideInAPackage(KERNEL)
                .should()
                .dependOnClassesThat(
                    describe(
                        "do input and output",
                        type ->
                            type.getPackageName().matches("java\\.(net|nio\\.(file|channels)).*")
                                || type.getPackageName().equals("java.io")
                                    && !INERT_IO.contains(type.getName()))),
            OpensFiles.class,
            OpensSockets.class),
        ClassRule.of(
            "kernel asks nothing of the machine that it runs on",
            reaches(
                "java\\.lang\\.System\\.(getenv|getProperty|getProperties|console|in)"
                    + "|java\\.lang\\.(Runtime|Process\\w*)\\..*|java\\.util\\.Locale\\.getDefault"
                    + "|java\\.time\\.ZoneId\\.systemDefault"),
            ReadsItsEnvironment.class));
  }

  private static List<ClassRule> order() {
    return List.of(
        ClassRule.of(
            "kernel hashes nothing by identity",
            noClasses()
                .that()
                .resideInAPackage(KERNEL)
                .should()
                .accessTargetWhere(describe("is an identity's hash", KernelPurity::isIdentity)),
            HashesByIdentity.class),
        // The order of these changes with each start of a JVM, or with the identity of their keys.
        // A set of constants that is only asked what it contains does no harm: tables of
        // transitions are written so.
        ClassRule.of(
            "kernel iterates over no collection without a promised order",
            reaches(
                "java\\.util\\.(Hash(Map|Set|table)\\..*|Set\\.copyOf|Map\\.(of|copyOf|ofEntries))"
                    + "|java\\.util\\.stream\\.Collectors\\.(to(Unmodifiable)?(Set|Map)|grouping.*|partition.*)"),
            IteratesInSaltedOrder.class),
        ClassRule.of(
            "kernel keys no hash table by what is hashed by identity",
            classes().that().resideInAPackage(KERNEL).should(new HashStableKeys()),
            KeysByEnum.class));
  }

  private static boolean isIdentity(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return access.getName().equals("identityHashCode")
        || owner.getName().matches("java\\.util\\.(IdentityHashMap|WeakHashMap)")
        || access.getName().equals("hashCode")
            && (owner.isEnum()
                || owner.getName().matches("java\\.lang\\.(Object|Enum|Class|Record)"));
  }

  /** Refuses each call of, and reference to, a member whose full name matches. */
  private static ArchRule reaches(String members) {
    Pattern pattern = Pattern.compile(members);
    return noClasses()
        .that()
        .resideInAPackage(KERNEL)
        .should()
        .accessTargetWhere(
            describe(
                "matches " + members,
                (JavaAccess<?> access) ->
                    pattern
                        .matcher(access.getTargetOwner().getName() + "." + access.getName())
                        .matches()));
  }
}
