package dev.synod.kernel.policy;

import dev.synod.kernel.value.Fingerprint;

/**
 * An emergency, in which the base policy alone is in force.
 *
 * @param subject who declared it
 * @param untilMillis when it ends by itself, Unix milliseconds
 */
public record BreakGlass(String subject, String reason, long sinceMillis, long untilMillis) {
  long fingerprint() {
    return new Fingerprint("break-glass")
        .add(subject)
        .add(reason)
        .add(sinceMillis)
        .add(untilMillis)
        .value();
  }
}
