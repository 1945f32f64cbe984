package dev.synod.audit.note;

/** A key, note or checkpoint is not what it should be. The message is for a person. */
public final class NoteException extends Exception {
  private static final long serialVersionUID = 1;

  public NoteException(String message) {
    super(message);
  }

  NoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
