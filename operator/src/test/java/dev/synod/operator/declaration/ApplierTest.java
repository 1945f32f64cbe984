package dev.synod.operator.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class ApplierTest {
  private static ObjectMeta metadata(long generation) {
    return new ObjectMetaBuilder()
        .withGeneration(generation)
        .addToAnnotations(Applier.NAME, "ada")
        .addToAnnotations(Applier.GENERATION, "2")
        .build();
  }

  @Test
  void shouldNameWhoGaveThePresentSpec() {
    assertThat(Applier.of(metadata(2))).isEqualTo("ada");
  }

  @Test
  void shouldNameNobodyForASpecThatCameByAnotherWay() {
    assertThat(Applier.of(metadata(3))).isEmpty();
    assertThat(Applier.of(new ObjectMetaBuilder().withGeneration(1L).build())).isEmpty();
  }
}
