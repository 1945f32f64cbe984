package dev.synod.operator;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one place of the operator that reads the clock. */
final class OperatorClock {
  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
