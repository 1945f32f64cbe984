package dev.synod.kernel.run;

import dev.synod.kernel.Entity;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Fingerprint;

/** A declared workflow; new runs take the definition of its digest. */
public record Workflow(
    WorkflowRef ref, Declaration declaration, GroupRef group, String digest, long revision)
    implements Entity {
  @Override
  public long fingerprint() {
    return declaration
        .addTo(new Fingerprint("workflow").add(ref.toString()))
        .add(group.toString())
        .add(digest)
        .add(revision)
        .value();
  }
}
