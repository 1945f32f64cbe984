package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.WorkflowRef;
import java.util.HashMap;
import java.util.Map;

/** How many runs each workflow has, counted in one pass. */
public final class WorkflowRuns {
  private final Map<WorkflowRef, int[]> byWorkflow = new HashMap<>();

  public WorkflowRuns(KernelState state) {
    for (Run run : state.runs().runs().values()) {
      var ref = new WorkflowRef(run.ref().namespace(), run.spec().workflow());
      int[] counts = byWorkflow.computeIfAbsent(ref, r -> new int[3]);
      switch (run.phase()) {
        case RUNNING -> counts[0]++;
        case SUCCEEDED -> counts[1]++;
        case FAULTED, CANCELLED -> counts[2]++;
      }
    }
  }

  public Counts.Runs of(WorkflowRef ref) {
    int[] counts = byWorkflow.getOrDefault(ref, new int[3]);
    return new Counts.Runs(counts[0], counts[1], counts[2]);
  }
}
