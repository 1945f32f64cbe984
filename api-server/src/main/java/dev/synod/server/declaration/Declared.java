package dev.synod.server.declaration;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A declaration that is held. */
public record Declared(String namespace, String name, String uid, long generation) {

  /**
   * All declarations of a kind, by namespace and name; runs that people started are not declared.
   */
  public static List<Declared> all(KernelState state, Kind kind) {
    var all = new ArrayList<Declared>();
    switch (kind) {
      case AGENTS -> {
        for (Agent agent : state.agents().values()) {
          all.add(of(agent.ref().namespace(), agent.ref().name(), agent.declaration()));
        }
      }
      case GROUPS -> {
        for (Group group : state.groups().table().values()) {
          all.add(of(group.ref().namespace(), group.ref().name(), group.declaration()));
        }
      }
      case WORKFLOWS -> {
        for (Workflow workflow : state.runs().workflows().values()) {
          all.add(of(workflow.ref().namespace(), workflow.ref().name(), workflow.declaration()));
        }
      }
      case RUNS -> {
        for (Run run : state.runs().runs().values()) {
          if (!run.spec().declaration().uid().isEmpty()) {
            all.add(of(run.ref().namespace(), run.ref().name(), run.spec().declaration()));
          }
        }
      }
      case POLICIES -> {
        for (Policy policy : state.permits().policies().table().values()) {
          all.add(of(policy.ref().namespace(), policy.ref().name(), policy.declaration()));
        }
      }
    }
    all.sort(Comparator.comparing(Declared::namespace).thenComparing(Declared::name));
    return all;
  }

  private static Declared of(String namespace, String name, Declaration declaration) {
    return new Declared(namespace, name, declaration.uid(), declaration.generation());
  }
}
