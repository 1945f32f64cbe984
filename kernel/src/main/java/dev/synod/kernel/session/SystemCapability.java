package dev.synod.kernel.session;

import java.util.Set;

/** What only workers do. */
public final class SystemCapability {
  /** Drives workflow runs. */
  public static final String DRIVE_RUN = "drive-run";

  /** Calls HTTP endpoints on behalf of runs. */
  public static final String CALL_HTTP = "call-http";

  /** All of them. */
  public static final Set<String> ALL = Set.of(DRIVE_RUN, CALL_HTTP);

  private SystemCapability() {}
}
