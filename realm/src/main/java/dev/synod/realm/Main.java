package dev.synod.realm;

import java.io.IOException;

/**
 * Sets the realm up that the environment describes, as a process of its own. It can be run again at
 * any time. The exit code is 0 when the realm is as it should be, 1 when it is not, and 2 when the
 * environment is wrong; what is wrong stands on the standard error.
 */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_ENVIRONMENT = 2;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run());
  }

  private static int run() throws InterruptedException {
    try {
      RealmSettings settings = RealmEnvironment.of(System.getenv()).settings();
      RealmBootstrap.run(settings);
      System.out.printf("Realm %s at %s is set up.%n", settings.realm(), settings.server());
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println("realm: " + e.getMessage());
      return WRONG_ENVIRONMENT;
    } catch (IOException e) {
      System.err.println("realm: " + e);
      return FAILED;
    }
  }
}
