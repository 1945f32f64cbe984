package dev.synod.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts every manifest of {@code src/test/resources/<kind>/} to the real API server, which must take
 * the valid ones and refuse the last document of each invalid one with the message in its first
 * line.
 */
class FixturesIT {
  private static final Path FIXTURES = Path.of("src/test/resources");
  private static KubernetesApi kubernetes;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesApi.start();
  }

  @AfterAll
  static void stop() {
    kubernetes.close();
  }

  static Stream<Path> valid() throws IOException {
    return fixtures("valid-");
  }

  static Stream<Path> invalid() throws IOException {
    return fixtures("invalid-");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void shouldAcceptAndKeepEverythingWhenManifestIsValid(Path file) throws IOException {
    for (GenericKubernetesResource document : documents(file)) {
      GenericKubernetesResource stored = put(document);

      CustomResource<?, ?> decoded =
          Serialization.unmarshal(Serialization.asYaml(stored), kind(file));
      GenericKubernetesResource encoded =
          Serialization.unmarshal(Serialization.asYaml(decoded), GenericKubernetesResource.class);
      assertThat(spec(encoded)).isEqualTo(spec(stored));
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void shouldRefuseWithMessageForPeopleWhenManifestIsInvalid(Path file) throws IOException {
    String expected = Files.readAllLines(file).getFirst().replaceFirst("^# ", "");
    List<GenericKubernetesResource> documents = documents(file);
    documents.subList(0, documents.size() - 1).forEach(FixturesIT::put);

    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> put(documents.getLast()));

    assertThat(refused).as("%s is refused", file).isNotNull();
    assertThat(refused).hasMessageContaining(expected);
  }

  private static GenericKubernetesResource put(GenericKubernetesResource document) {
    document.getMetadata().setNamespace("default");
    var resource = kubernetes.client().resource(document).fieldValidation(Validation.STRICT);
    return kubernetes.client().resource(document).get() == null
        ? resource.create()
        : resource.update();
  }

  private static Object spec(GenericKubernetesResource resource) {
    return Serialization.jsonMapper().valueToTree(resource.getAdditionalProperties().get("spec"));
  }

  private static Class<? extends CustomResource<?, ?>> kind(Path file) {
    String area = file.getParent().getFileName().toString();
    return CrdGeneration.KINDS.stream()
        .filter(kind -> kind.getPackageName().endsWith("." + area))
        .findFirst()
        .orElseThrow();
  }

  private static List<GenericKubernetesResource> documents(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split("(?m)^---$"))
        .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
        .toList();
  }

  private static Stream<Path> fixtures(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList()
          .stream();
    }
  }
}
