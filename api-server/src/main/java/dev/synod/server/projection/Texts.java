package dev.synod.server.projection;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL takes it. */
final class Texts {
  /**
   * How JSON is written. Hibernate's own JSON type is jsonb, which rewrites numbers and blanks, and
   * refuses U+0000.
   */
  static final String AS_JSON = "cast(? as json)";

  private Texts() {}

  /** The text without U+0000, which PostgreSQL's text can't hold. */
  static String clean(String text) {
    return text.indexOf(0) < 0 ? text : text.replace('\u0000', '\uFFFD');
  }

  static @Nullable String json(@Nullable Value value) {
    return value == null ? null : value.json();
  }

  static @Nullable String json(@Nullable Fault fault) {
    return fault == null
        ? null
        : Value.of(
                Map.of(
                    "type", Value.of(fault.type()),
                    "status", Value.of(fault.status()),
                    "title", Value.of(fault.title()),
                    "detail", Value.of(fault.detail()),
                    "instance", Value.of(fault.instance())))
            .json();
  }
}
