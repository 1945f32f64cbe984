package dev.synod.dev.node;

/** A pod can't be run as it is declared; the message says why. */
final class PodException extends Exception {

  private static final long serialVersionUID = 1;

  PodException(String message) {
    super(message);
  }
}
