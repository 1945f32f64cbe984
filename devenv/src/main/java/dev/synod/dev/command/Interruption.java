package dev.synod.dev.command;

/** Says what an interrupted {@code up} leaves behind. */
final class Interruption implements AutoCloseable {

  private volatile boolean over;

  private Interruption() {}

  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::tell, "interruption"));
    return interruption;
  }

  private void tell() {
    if (!over) {
      System.err.printf(
          "%nStopped watching. What has started goes on: ./dev up waits for the rest, ./dev down"
              + " ends it.%n");
    }
  }

  /** From now on an interruption needs no words. */
  @Override
  public void close() {
    over = true;
  }
}
