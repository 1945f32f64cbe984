package dev.synod.worker.http;

import dev.synod.kernel.run.Fault;
import dev.synod.sdk.TaskFailure;

/** Failures of calls, in the DSL's types of errors. */
final class Failures {
  private Failures() {}

  static TaskFailure validation(String detail) {
    return new TaskFailure(Fault.VALIDATION, 400, "Invalid HTTP call", detail, false);
  }

  static TaskFailure forbidden(String detail) {
    return new TaskFailure(Fault.AUTHORIZATION, 403, "Host not allowed", detail, false);
  }

  static TaskFailure communication(int status, String title, String detail) {
    return new TaskFailure(Fault.COMMUNICATION, status, title, detail, false);
  }

  static TaskFailure timeout(String detail) {
    return new TaskFailure(Fault.TIMEOUT, 408, "Timed out", detail, false);
  }
}
