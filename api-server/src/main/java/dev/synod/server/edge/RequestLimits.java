package dev.synod.server.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.annotation.Annotation;
import java.util.Arrays;

/** Bounds of what a caller sends. */
@ConfigMapping(prefix = "synod.requests")
public interface RequestLimits {
  /** Bytes of a body; one that says that it is larger is refused before it is read. */
  @WithDefault("1048576")
  int bodyBytesMax();

  /** Bytes of a body with resources of Kubernetes, which are larger, and of which there are two. */
  @WithDefault("4194304")
  int resourceBytesMax();

  /** The limit of a body. */
  default int bytesMax(Annotation[] ofBody) {
    return Arrays.stream(ofBody).anyMatch(LargeBody.class::isInstance)
        ? resourceBytesMax()
        : bodyBytesMax();
  }
}
