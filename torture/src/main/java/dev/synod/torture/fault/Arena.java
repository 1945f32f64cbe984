package dev.synod.torture.fault;

import java.io.IOException;

/** The servers, as far as faults are concerned. */
public interface Arena {
  /** How many servers there are. */
  int size();

  /** Whether a kind of fault can be inflicted here. */
  boolean allows(Fault fault);

  /** The place of the server that leads; waits for one. */
  int leader();

  /**
   * Inflicts a fault. Where that fails nothing of it stays.
   *
   * @param target the server's place
   * @return what mends it
   */
  Mending inflict(Fault fault, int target) throws IOException, InterruptedException;

  /** Makes good again what a fault did. */
  @FunctionalInterface
  interface Mending {
    void mend() throws IOException, InterruptedException;
  }
}
