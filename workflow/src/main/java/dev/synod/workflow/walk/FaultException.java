package dev.synod.workflow.walk;

import dev.synod.kernel.run.Fault;

/** A task cannot go on. */
final class FaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  FaultException(Fault fault) {
    super(fault.detail(), null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
