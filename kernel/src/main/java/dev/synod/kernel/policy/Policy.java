package dev.synod.kernel.policy;

import dev.synod.kernel.Entity;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.value.Fingerprint;

/**
 * A declared policy.
 *
 * @param refusal why OPA doesn't take it, so that it is left out; empty where it does
 * @param revision at which what it says changed last
 */
public record Policy(
    PolicyRef ref, Declaration declaration, PolicySpec spec, String refusal, long revision)
    implements Entity {
  /** Whether it is part of what is put in force. */
  public boolean isIncluded() {
    return refusal.isEmpty();
  }

  @Override
  public long fingerprint() {
    var print = declaration.addTo(new Fingerprint("policy").add(ref.namespace()).add(ref.name()));
    spec.scope().addTo(print);
    spec.controls().forEach(control -> print.add(control.framework()).add(control.id()));
    return print
        .add(spec.mode().word())
        .add(spec.failurePolicy().word())
        .add(spec.parameters())
        .add(spec.module())
        .add(refusal)
        .add(revision)
        .value();
  }
}
