package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.Run;
import java.util.List;

/**
 * Why a run is where it is.
 *
 * @param summary in a sentence
 * @param waits all that it waits for
 */
public record Why(String summary, List<Wait> waits) {
  public static Why of(KernelState state, Run run) {
    List<Wait> waits = new Waits(state).of(run);
    return new Why(summary(run, waits), waits);
  }

  private static String summary(Run run, List<Wait> waits) {
    return switch (run.phase()) {
      case SUCCEEDED ->
          "Run %s has completed at %s."
              .formatted(run.ref(), Words.time(run.result().finishedAtMillis()));
      case FAULTED, CANCELLED -> ended(run);
      case RUNNING ->
          waits.isEmpty()
              ? "Run %s moves on.".formatted(run.ref())
              : "Run %s waits for %s since %s. %s"
                  .formatted(
                      run.ref(),
                      waits.getFirst().on(),
                      waits.getFirst().since(),
                      waits.getFirst().detail());
    };
  }

  private static String ended(Run run) {
    Fault fault = run.result().fault();
    return "Run %s has ended as %s at %s%s"
        .formatted(
            run.ref(),
            Words.camel(run.phase()),
            Words.time(run.result().finishedAtMillis()),
            fault == null
                ? "."
                : ": "
                    + fault.title()
                    + (fault.instance().isEmpty() ? "" : " at " + fault.instance())
                    + ": "
                    + fault.detail());
  }
}
