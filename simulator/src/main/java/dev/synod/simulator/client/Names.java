package dev.synod.simulator.client;

import dev.synod.kernel.group.GroupRef;
import java.util.List;

/** What the simulated installation consists of. */
final class Names {
  static final String NAMESPACE = "shop";
  static final GroupRef GROUP = new GroupRef(NAMESPACE, "review");
  static final String WORKFLOW = "ship";
  static final String BARRIER_OF_ALL = "all";
  static final String BARRIER_OF_TWO = "pair";
  static final String DECISION = "release";
  static final List<String> OPTIONS = List.of("go", "wait");
  static final List<String> CAPABILITIES = List.of("read", "test");
  static final String OPERATOR = "service:operator";
  static final String WORKER = "service:worker";
  static final String EDITOR = "editor";

  /** Keys of compare-and-set registers, of free registers, of counters. */
  static final List<String> REGISTERS = List.of("strict/a", "strict/b", "strict/c");

  static final List<String> FREE = List.of("last/a", "last/b");
  static final List<String> COUNTERS = List.of("count/a", "count/b");

  private Names() {}
}
