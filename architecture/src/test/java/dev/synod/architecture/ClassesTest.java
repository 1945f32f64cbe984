package dev.synod.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules over compiled classes, of the product and of what is planted. */
class ClassesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.synod");

  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("dev.synod");

  @Test
  void shouldLookAtEveryModule() {
    assertThat(ModuleArrow.ALL)
        .allSatisfy(arrow -> assertThat(PRODUCT.stream()).anyMatch(arrow::owns));
    assertThat(PRODUCT.stream().filter(one -> ModuleArrow.ALL.stream().noneMatch(a -> a.owns(one))))
        .as("classes of no module that ModuleArrow names")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHoldInTheProduct(ClassRule rule) {
    rule.rule().check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void shouldFindThePlantedViolation(ClassRule rule, Class<?> planted) {
    // When
    List<String> found = rule.rule().evaluate(PLANTED).getFailureReport().getDetails();

    // Then
    assertThat(found).anyMatch(line -> line.contains(planted.getName()));
  }

  static Stream<ClassRule> rules() {
    return Stream.of(ModuleArrow.rules(), KernelPurity.rules(), Packages.rules(), Borders.rules())
        .flatMap(List::stream);
  }

  static Stream<Arguments> planted() {
    return rules()
        .flatMap(rule -> rule.planted().stream().map(planted -> Arguments.of(rule, planted)));
  }
}
