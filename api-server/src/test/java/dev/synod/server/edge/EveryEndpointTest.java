package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What must hold for each endpoint, so that a new one can't forget it. */
class EveryEndpointTest {
  private static final List<Class<? extends Annotation>> VERBS =
      List.of(GET.class, PUT.class, POST.class, PATCH.class, DELETE.class);

  static final List<Class<?>> RESOURCES =
      List.of(
          ApprovalResource.class,
          BarrierResource.class,
          ClusterResource.class,
          DeclarationResource.class,
          InventoryResource.class,
          LogResource.class,
          ProposalResource.class,
          RunResource.class,
          RunWatchResource.class,
          SessionEventsResource.class,
          SessionResource.class,
          StateResource.class,
          StateWatchResource.class,
          StatusFeedResource.class,
          TaskResource.class);

  static List<Method> endpoints() {
    var endpoints = new ArrayList<Method>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        if (VERBS.stream().anyMatch(method::isAnnotationPresent)) {
          endpoints.add(method);
        }
      }
    }
    return endpoints;
  }

  @Test
  void shouldNameAnActionOfGovernance() throws IllegalAccessException {
    var actions = new TreeSet<String>();
    for (Field field : Action.class.getFields()) {
      actions.add((String) field.get(null));
    }
    actions.remove(Action.SYSTEM);

    assertThat(endpoints())
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
    assertThat(endpoints())
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
