package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import jakarta.ws.rs.GET;
import org.junit.jupiter.api.Test;

/** What must hold for each endpoint, so that a new one can't forget it. */
class EveryEndpointTest {
  @Test
  void shouldNameAnActionOfGovernance() {
    assertThat(Endpoints.all())
        .isNotEmpty()
        .allSatisfy(
            endpoint -> {
              if (endpoint.isAnnotationPresent(ByRole.class)) {
                assertThat(endpoint.getDeclaringClass()).isEqualTo(BreakGlassResource.class);
                assertThat(endpoint.isAnnotationPresent(Governed.class)).isFalse();
                return;
              }
              if (endpoint.isAnnotationPresent(CheckedWithin.class)) {
                assertThat(endpoint.getDeclaringClass()).isEqualTo(DecisionResource.class);
                assertThat(endpoint.isAnnotationPresent(Governed.class)).isFalse();
                return;
              }
              Governed governed = endpoint.getAnnotation(Governed.class);
              assertThat(governed).as(endpoint.toString()).isNotNull();
              assertThat(Action.ALL).contains(governed.value());
            });
  }

  @Test
  void shouldReadWithReadActionsAndChangeWithOthers() {
    assertThat(Endpoints.all())
        .filteredOn(endpoint -> endpoint.isAnnotationPresent(Governed.class))
        .allSatisfy(
            endpoint -> {
              boolean reads = endpoint.isAnnotationPresent(GET.class);
              String action = endpoint.getAnnotation(Governed.class).value();
              boolean session = action.startsWith("session.");
              assertThat(session || reads == action.endsWith(".read"))
                  .as(endpoint.toString())
                  .isTrue();
            });
  }
}
