package dev.synod.simulator.world;

/** What goes wrong. */
public enum Fault {
  REPLICA_KILLED("replicas killed"),
  TORN_DISK("of them with unsynced writes lost"),
  UNREADABLE_SNAPSHOT("of them with the newest snapshot unreadable"),
  REPLICA_PAUSED("replicas paused"),
  CLIENT_KILLED("clients killed"),
  PARTITION("partitions"),
  ONE_WAY_PARTITION("of them in one direction only"),
  LOSSY_NETWORK("times of a lossy network"),
  SLOW_NETWORK("times of a slow network"),
  SLOW_DISK("times of a slow disk"),
  CLOCK_JUMP("jumps of a wall clock"),
  MESSAGE_CUT_OFF("messages cut off by a partition"),
  MESSAGE_LOST("messages lost"),
  MESSAGE_DUPLICATED("messages duplicated"),
  MESSAGE_REORDERED("messages overtaken by later ones");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  /** What a report calls it. */
  public String title() {
    return title;
  }
}
