package dev.synod.simulator.client;

import dev.synod.simulator.world.Schedule;

/** Somebody who looks at how things are, again and again. */
public final class ReaderClient extends Client {
  private static final long THINKING_MICROS_MEAN = 400 * Schedule.MILLI;

  public ReaderClient(String name, int number, Surroundings around) {
    super(name, number, around);
  }

  @Override
  protected void started() {
    world().after(this, world().chance().span(THINKING_MICROS_MEAN), () -> read(_ -> started()));
  }
}
