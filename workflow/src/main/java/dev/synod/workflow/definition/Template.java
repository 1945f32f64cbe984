package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A value with programs in it, to be filled in at run time. */
public sealed interface Template {

  /** A value without programs. */
  record Literal(Value value) implements Template {}

  /** The result of a program. */
  record Computed(Program program) implements Template {}

  record Items(List<Template> items) implements Template {}

  record Members(SortedMap<String, Template> members) implements Template {}

  /** The programs, in the order in which {@link #fill} takes their results. */
  default List<Program> programs() {
    var programs = new ArrayList<Program>();
    collect(this, programs);
    return programs;
  }

  private static void collect(Template template, List<Program> programs) {
    switch (template) {
      case Literal _ -> {}
      case Computed c -> programs.add(c.program());
      case Items i -> i.items().forEach(item -> collect(item, programs));
      case Members m -> m.members().values().forEach(member -> collect(member, programs));
    }
  }

  /** The value with the results in place of the programs. */
  default Value fill(Iterator<Value> results) {
    return switch (this) {
      case Literal l -> l.value();
      case Computed _ -> results.next();
      case Items i -> {
        var items = new ArrayList<Value>();
        i.items().forEach(item -> items.add(item.fill(results)));
        yield new Value.Arr(items);
      }
      case Members m -> {
        var members = new TreeMap<String, Value>();
        m.members().forEach((name, member) -> members.put(name, member.fill(results)));
        yield new Value.Obj(members);
      }
    };
  }
}
