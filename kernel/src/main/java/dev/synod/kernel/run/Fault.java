package dev.synod.kernel.run;

/**
 * What went wrong, in the form of the Open Workflow DSL's errors (RFC 9457 problem details).
 *
 * @param type URI that tells kinds apart
 * @param status as HTTP would say it
 */
public record Fault(String type, int status, String title, String detail, String instance) {
  private static final String STANDARD = "https://serverlessworkflow.io/spec/1.0.0/errors/";

  /** The error types of the Open Workflow DSL 1.0. */
  public static final String CONFIGURATION = STANDARD + "configuration";

  public static final String VALIDATION = STANDARD + "validation";
  public static final String EXPRESSION = STANDARD + "expression";
  public static final String AUTHENTICATION = STANDARD + "authentication";
  public static final String AUTHORIZATION = STANDARD + "authorization";
  public static final String TIMEOUT = STANDARD + "timeout";
  public static final String COMMUNICATION = STANDARD + "communication";
  public static final String RUNTIME = STANDARD + "runtime";

  public Fault(String type, int status, String title, String detail) {
    this(type, status, title, detail, "");
  }

  /** This fault as it happened at a step. */
  public Fault at(String path) {
    return new Fault(type, status, title, detail, path);
  }
}
