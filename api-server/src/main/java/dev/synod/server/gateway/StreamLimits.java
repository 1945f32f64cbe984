package dev.synod.server.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of open streams. */
@ConfigMapping(prefix = "synod.streams")
public interface StreamLimits {
  /**
   * Open streams of one subject: each instance of an agent has one for its session, and watches.
   */
  @WithDefault("2048")
  int perSubjectMax();

  /** Open streams of this replica. */
  @WithDefault("20480")
  int openMax();

  /** The longest that a consumer may take for one event before its stream ends. */
  @WithDefault("10s")
  Duration slowConsumerLimit();

  /** After so long without an event a comment shows that the stream lives. */
  @WithDefault("15s")
  Duration keepAlive();

  /** How often at most a progress mark is sent where nothing else is. */
  @WithDefault("5s")
  Duration progressInterval();

  /**
   * How often rights are looked at again, as tokens run out and roles change in them. A change of
   * policy or of members is looked at when it happens.
   */
  @WithDefault("1s")
  Duration rightsInterval();

  /** The least time between two statuses of the same feed. */
  @WithDefault("500ms")
  Duration statusInterval();
}
