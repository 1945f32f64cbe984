package dev.synod.planted;

/** A bug could not be planted: it has no such name, or what it changes isn't there. */
final class NotPlantedException extends Exception {
  private static final long serialVersionUID = 1;

  NotPlantedException(String message) {
    super(message);
  }
}
