package dev.synod.server.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of what a caller sends. */
@ConfigMapping(prefix = "synod.requests")
public interface RequestLimits {
  /** Bytes of a body; one that says that it is larger is refused before it is read. */
  @WithDefault("1048576")
  int bodyBytesMax();
}
