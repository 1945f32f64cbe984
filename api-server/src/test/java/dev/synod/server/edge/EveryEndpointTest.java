package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import jakarta.ws.rs.GET;
import java.lang.reflect.Field;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What must hold for each endpoint, so that a new one can't forget it. */
class EveryEndpointTest {
  @Test
  void shouldNameAnActionOfGovernance() throws IllegalAccessException {
    var actions = new TreeSet<String>();
    for (Field field : Action.class.getFields()) {
      actions.add((String) field.get(null));
    }
    actions.remove(Action.SYSTEM);

    assertThat(Endpoints.all())
        .isNotEmpty()
        .allSatisfy(
            endpoint -> {
              Governed governed = endpoint.getAnnotation(Governed.class);
              assertThat(governed).as(endpoint.toString()).isNotNull();
              assertThat(actions).contains(governed.value());
            });
  }

  @Test
  void shouldReadWithReadActionsAndChangeWithOthers() {
    assertThat(Endpoints.all())
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
