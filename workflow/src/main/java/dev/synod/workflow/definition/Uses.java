package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reusable parts of a definition, under {@code use}. */
final class Uses {
  private final Value.Obj use;
  private final Findings findings;

  Uses(Value.Obj use, Findings findings) {
    this.use = use;
    this.findings = findings;
  }

  /**
   * A part that may be written in place or named.
   *
   * @param section where named ones are, such as {@code retries}
   */
  Optional<Part> resolve(String section, String path, Value value) {
    if (!(value instanceof Value.Str name)) {
      return Optional.of(new Part(path, value));
    }
    Value found = use.get(section) instanceof Value.Obj parts ? parts.get(name.value()) : null;
    if (found != null) {
      return Optional.of(new Part("/use/" + section + "/" + Findings.escape(name.value()), found));
    }
    findings.add(
        path,
        Finding.Code.UNKNOWN_REFERENCE,
        "Expected the name of one of use.%s, but found '%s'; declare it there or correct the name."
            .formatted(section, name.value()));
    return Optional.empty();
  }

  /** A part and where it is written. */
  record Part(String path, Value value) {
    /** A member, or {@code null} of JSON. */
    Value get(String name) {
      Value member = value instanceof Value.Obj object ? object.get(name) : null;
      return member == null ? Values.NULL : member;
    }

    Part member(String name) {
      return new Part(path + "/" + Findings.escape(name), get(name));
    }

    /**
     * The items of a list of objects with one member each, as the DSL writes lists of named things.
     */
    List<Named> items() {
      var named = new ArrayList<Named>();
      if (value instanceof Value.Arr items) {
        for (int i = 0; i < items.items().size(); i++) {
          if (items.items().get(i) instanceof Value.Obj item && item.members().size() == 1) {
            int index = i;
            item.members()
                .forEach(
                    (name, content) ->
                        named.add(
                            new Named(
                                name,
                                index,
                                new Part(
                                    path + "/" + index + "/" + Findings.escape(name), content))));
          }
        }
      }
      return named;
    }

    boolean isPresent() {
      return !(value instanceof Value.Null);
    }
  }

  /** An item of a list of named things. */
  record Named(String name, int index, Part part) {}
}
