package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.run.Fault;
import org.jspecify.annotations.Nullable;

/** Why something failed, in the terms of RFC 9457. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FaultView(
    String type, int status, String title, String detail, @Nullable String instance) {
  static FaultView of(Fault fault) {
    return new FaultView(
        fault.type(),
        fault.status(),
        fault.title(),
        fault.detail(),
        Words.textOrNull(fault.instance()));
  }

  static @Nullable FaultView ofNullable(@Nullable Fault fault) {
    return fault == null ? null : of(fault);
  }
}
