package dev.synod.kernel.agent;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;

/** A declared agent. */
public record Agent(AgentRef ref, Declaration declaration, AgentSpec spec, long revision)
    implements Entity {
  @Override
  public long fingerprint() {
    var print = declaration.addTo(new Fingerprint("agent").add(ref.namespace()).add(ref.name()));
    spec.labels().forEach((name, label) -> print.add(name).add(label));
    spec.capabilities().forEach(c -> print.add(c.name()).add(c.version()));
    return print
        .add(spec.concurrentTasks())
        .add(spec.queuedTasks())
        .add(spec.clientId())
        .add(revision)
        .value();
  }

  @Override
  public String countedIn() {
    return ref.namespace();
  }
}
