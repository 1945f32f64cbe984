package dev.synod.simulator.world;

/**
 * Carries messages: late, twice, out of order, or not at all. It promises no more than datagrams
 * do.
 */
public final class Network {
  private static final long DELAY_MICROS_MIN = 100;
  private static final long DELAY_MICROS_MEAN = 400;
  private static final int DUPLICATED_PER_10_000 = 50;

  private final World world;
  private final boolean[][] cut;
  private final long[][] sent;
  private final long[][] arrived;
  private int lostPerTenThousand;
  private long slownessMicros;
  private long messages;

  Network(World world, int nodes) {
    this.world = world;
    this.cut = new boolean[nodes][nodes];
    this.sent = new long[nodes][nodes];
    this.arrived = new long[nodes][nodes];
  }

  /** How many messages were sent. */
  public long messages() {
    return messages;
  }

  /** Loses so many messages of ten thousand from now on. */
  public void lose(int perTenThousand) {
    lostPerTenThousand = perTenThousand;
  }

  /** Delays messages by up to so much more from now on. */
  public void slow(long micros) {
    slownessMicros = micros;
  }

  /** Carries nothing from one process to another, or carries it again. */
  public void cut(Node from, Node to, boolean isCut) {
    cut[from.number()][to.number()] = isCut;
  }

  /** Carries everything everywhere again. */
  public void heal() {
    for (boolean[] row : cut) {
      java.util.Arrays.fill(row, false);
    }
    lostPerTenThousand = 0;
    slownessMicros = 0;
  }

  /** Sends what happens at the receiver, if it arrives. */
  public void send(Node from, Node to, Runnable arrival) {
    messages++;
    if (cut[from.number()][to.number()]) {
      world.count(Fault.MESSAGE_CUT_OFF);
    } else if (lostPerTenThousand > 0 && world.chance().of(lostPerTenThousand)) {
      world.count(Fault.MESSAGE_LOST);
    } else {
      long number = ++sent[from.number()][to.number()];
      carry(from, to, number, arrival);
      if (world.chance().of(DUPLICATED_PER_10_000)) {
        world.count(Fault.MESSAGE_DUPLICATED);
        carry(from, to, number, arrival);
      }
    }
  }

  private void carry(Node from, Node to, long number, Runnable arrival) {
    long delay = DELAY_MICROS_MIN + world.chance().span(DELAY_MICROS_MEAN);
    if (slownessMicros > 0) {
      delay += world.chance().between(0, slownessMicros);
    }
    world.after(
        to,
        delay,
        () -> {
          long[] latest = arrived[from.number()];
          if (number < latest[to.number()]) {
            world.count(Fault.MESSAGE_REORDERED);
          }
          latest[to.number()] = Math.max(latest[to.number()], number);
          arrival.run();
        });
  }
}
