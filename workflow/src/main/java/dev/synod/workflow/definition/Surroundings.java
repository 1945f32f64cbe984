package dev.synod.workflow.definition;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task may refer to where it stands.
 *
 * @param variables arguments bound by loops and catches around it
 * @param siblings position by name of the tasks that {@code then} may name
 * @param depth of tasks around it
 */
record Surroundings(Set<String> variables, Map<String, Integer> siblings, int depth) {

  Surroundings inside(String... bound) {
    return new Surroundings(ExpressionReader.with(variables, bound), Map.of(), depth + 1);
  }

  Surroundings among(Map<String, Integer> tasks) {
    return new Surroundings(variables, tasks, depth);
  }

  /** The arguments of the DSL together with the variables. */
  Set<String> arguments(Set<String> standard) {
    var all = new TreeSet<>(standard);
    all.addAll(variables);
    return all;
  }

  /** As {@link #arguments(Set)} where {@code $input} does not exist yet. */
  Set<String> beforeInput() {
    Set<String> all = new TreeSet<>(arguments(ExpressionReader.TASK));
    all.remove("input");
    return all;
  }
}
