package dev.synod.kernel;

/** Priority class of a request; order is promised within a session's lane only. */
public enum Lane {
  CRITICAL,
  NORMAL,
  BULK
}
