package dev.synod.sdk;

/** Priority class of requests. Their order is promised within a lane, not between lanes. */
public enum Lane {
  /** The default. */
  NORMAL(dev.synod.api.v1.Lane.LANE_NORMAL),
  /** Ahead of all others; needs permission. */
  CRITICAL(dev.synod.api.v1.Lane.LANE_CRITICAL),
  /** For what may wait, such as imports. */
  BULK(dev.synod.api.v1.Lane.LANE_BULK);

  private final dev.synod.api.v1.Lane wire;

  Lane(dev.synod.api.v1.Lane wire) {
    this.wire = wire;
  }

  dev.synod.api.v1.Lane wire() {
    return wire;
  }
}
