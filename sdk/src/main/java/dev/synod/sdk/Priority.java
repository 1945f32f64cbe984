package dev.synod.sdk;

/** Which waiting task goes first. */
public enum Priority {
  LOW(dev.synod.api.v1.Priority.PRIORITY_LOW),
  NORMAL(dev.synod.api.v1.Priority.PRIORITY_NORMAL),
  HIGH(dev.synod.api.v1.Priority.PRIORITY_HIGH);

  private final dev.synod.api.v1.Priority wire;

  Priority(dev.synod.api.v1.Priority wire) {
    this.wire = wire;
  }

  dev.synod.api.v1.Priority wire() {
    return wire;
  }

  static Priority of(dev.synod.api.v1.Priority wire) {
    return switch (wire) {
      case PRIORITY_LOW -> LOW;
      case PRIORITY_HIGH -> HIGH;
      case PRIORITY_NORMAL, UNRECOGNIZED -> NORMAL;
    };
  }
}
