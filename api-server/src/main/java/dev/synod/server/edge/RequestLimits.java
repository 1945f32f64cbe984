package dev.synod.server.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of what a caller sends. */
@ConfigMapping(prefix = "synod.requests")
public interface RequestLimits {
  /** Bytes of a body; larger ones are refused before they are read. */
  @WithDefault("1048576")
  int bodyBytesMax();
}
