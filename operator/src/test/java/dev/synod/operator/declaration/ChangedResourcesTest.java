package dev.synod.operator.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedResourcesTest {
  private static final ResourceID FIRST = new ResourceID("first", "review");
  private static final ResourceID SECOND = new ResourceID("second", "review");
  private final ChangedResources changed = new ChangedResources();

  @Test
  void shouldGiveEachOnceAndOldestFirstWhenItChangedOften() {
    changed.add(FIRST);
    changed.add(SECOND);
    changed.addAll(List.of(FIRST, SECOND));

    assertThat(changed.take(1)).containsExactly(FIRST);
    assertThat(changed.take(5)).containsExactly(SECOND);
    assertThat(changed.take(5)).isEmpty();
  }
}
