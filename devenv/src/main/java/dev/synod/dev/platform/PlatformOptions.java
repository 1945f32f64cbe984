package dev.synod.dev.platform;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the user of {@code ./dev up} chose.
 *
 * @param product whether Synod's own processes run, or only what they stand on
 * @param samples whether {@code examples/} are applied
 */
public record PlatformOptions(boolean product, boolean samples) {

  /** Argument of the supervisor that asks for Synod's own processes. */
  public static final String PRODUCT = "--product";

  /** Argument of the supervisor that asks for the examples. */
  public static final String SAMPLES = "--samples";

  /** These options as arguments of the supervisor. */
  public List<String> arguments() {
    return Stream.concat(
            product ? Stream.of(PRODUCT) : Stream.empty(),
            samples ? Stream.of(SAMPLES) : Stream.empty())
        .toList();
  }
}
