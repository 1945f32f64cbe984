package dev.synod.rego;

import com.fasterxml.jackson.databind.JsonNode;

/** How much a quota may be, wherever it comes from. */
public final class QuotaNumber {
  private QuotaNumber() {}

  /** Whether it is a whole number from 0 that a {@code long} holds. */
  public static boolean isOne(JsonNode most) {
    return most.isIntegralNumber() && most.canConvertToLong() && most.longValue() >= 0;
  }
}
