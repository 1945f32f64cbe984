package dev.synod.planted;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Started by {@code -javaagent:synod-planted.jar=BUG}; {@link Bug} names the bugs. It tries its
 * changes before the program starts, and ends the process where one of them has nothing to change:
 * a bug that isn't there must not pass for one that wasn't found.
 */
public final class Agent {
  private static final int EXIT_NOT_PLANTED = 70;

  private Agent() {}

  /** Called by the JVM before the program's {@code main}. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    List<Change> changes;
    Program program;
    try {
      program = Program.running();
      changes = Bug.planted(argument == null ? "" : argument);
      for (Change change : changes) {
        change.apply(program.bytesOf(change.type()), program);
      }
    } catch (IOException | NotPlantedException e) {
      end(e);
      return;
    }
    instrumentation.addTransformer(new AtLoad(changes, program));
    System.err.println("planted: " + argument);
  }

  /** Changes classes as they are loaded; the JVM itself would pass over a failure in silence. */
  private record AtLoad(List<Change> changes, Program program) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      byte[] changed = null;
      for (Change change : changes) {
        if (change.type().equals(name)) {
          try {
            changed = change.apply(changed == null ? bytes : changed, program);
          } catch (NotPlantedException | RuntimeException e) {
            end(e);
          }
        }
      }
      return changed;
    }
  }

  private static void end(Exception cause) {
    System.err.println("planted: " + cause.getMessage());
    Runtime.getRuntime().halt(EXIT_NOT_PLANTED);
  }
}
