package dev.synod.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.synod.kernel.planted.Unmarked;
import dev.synod.kernel.planted.cycle.left.Left;
import dev.synod.kernel.planted.util.Leftovers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** How packages are cut and named. */
final class Packages {
  /**
   * A package is a slice. The areas of the kernel are one: its commands and events are sealed
   * families that span them, and an area decides by what it sees in the others' state. Values and
   * reasons are outside: the first know nothing of the areas, of the second the areas know nothing.
   */
  private static final class Slices implements SliceAssignment {
    private static final Set<String> OUTSIDE =
        Set.of("dev.synod.kernel.value", "dev.synod.kernel.why");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      boolean isArea = name.matches("dev\\.synod\\.kernel(\\.\\w+)?") && !OUTSIDE.contains(name);
      return isArea ? SliceIdentifier.of("kernel areas") : SliceIdentifier.of(name);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private Packages() {}

  static List<ClassRule> rules() {
    return List.of(
        ClassRule.of(
            "packages of a module form no cycle",
            slices().assignedFrom(new Slices()).should().beFreeOfCycles(),
            Left.class),
        ClassRule.of(
            "packages are named by words of the domain",
            noClasses()
                .should()
                .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..helper..",
                    "..helpers..",
                    "..manager..",
                    "..impl..",
                    "..misc.."),
            Leftovers.class),
        ClassRule.of(
            "packages are @NullMarked, but for generated ones",
            classes()
                .that()
                .resideOutsideOfPackage("dev.synod.api..")
                .should(
                    be(
                        describe(
                            "in a @NullMarked package",
                            (JavaClass type) ->
                                type.getPackage().isAnnotatedWith(NullMarked.class)))),
            Unmarked.class));
  }
}
