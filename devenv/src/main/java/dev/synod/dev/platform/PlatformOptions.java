package dev.synod.dev.platform;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the user of {@code ./dev up} chose.
 *
 * @param replicas how many API servers make up the group
 * @param product whether Synod's own processes run, or only what they stand on
 * @param samples whether {@code examples/} are applied
 */
public record PlatformOptions(int replicas, boolean product, boolean samples) {

  /** Argument of the supervisor that tells the number of API servers. */
  public static final String REPLICAS = "--replicas";

  /** Argument of the supervisor that asks for Synod's own processes. */
  public static final String PRODUCT = "--product";

  /** Argument of the supervisor that asks for the examples. */
  public static final String SAMPLES = "--samples";

  /** These options as arguments of the supervisor. */
  public List<String> arguments() {
    return Stream.of(
            Stream.of(REPLICAS + "=" + replicas),
            product ? Stream.of(PRODUCT) : Stream.<String>empty(),
            samples ? Stream.of(SAMPLES) : Stream.<String>empty())
        .flatMap(arguments -> arguments)
        .toList();
  }
}
