package dev.synod.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule over compiled classes.
 *
 * @param name what must hold, in words
 * @param rule how it is checked
 * @param planted classes of the test tree of which each breaks it
 */
record ClassRule(String name, ArchRule rule, List<Class<?>> planted) {
  static ClassRule of(String name, ArchRule rule, Class<?>... planted) {
    return new ClassRule(name, rule.as(name), List.of(planted));
  }

  @Override
  public String toString() {
    return name;
  }
}
