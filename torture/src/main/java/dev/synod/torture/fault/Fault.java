package dev.synod.torture.fault;

/** What is done to servers; the text is what reports say. */
public enum Fault {
  KILL("killed (SIGKILL)"),
  PAUSE("paused (SIGSTOP)"),
  PAUSE_MAJORITY("a majority paused"),
  CUT_OFF("cut off from the others"),
  CUT_ONE_WAY("heard, but deaf"),
  RESTART("stopped and started");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  boolean needsNetwork() {
    return this == CUT_OFF || this == CUT_ONE_WAY;
  }
}
