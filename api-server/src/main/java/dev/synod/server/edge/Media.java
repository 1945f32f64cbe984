package dev.synod.server.edge;

/** Media types with their preference. */
final class Media {
  /**
   * Server-sent events, only where they are asked for: JSON is the answer to {@code Accept: any}.
   */
  static final String EVENTS = "text/event-stream;qs=0.1";

  private Media() {}
}
