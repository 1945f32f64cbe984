package dev.synod.kernel.run;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;

/**
 * The text of a workflow, kept as long as a workflow or a run refers to it.
 *
 * @param uses how many refer to it
 */
public record Definition(String digest, Value text, int uses) implements Entity {
  @Override
  public long fingerprint() {
    return new Fingerprint("definition").add(digest).add(uses).value();
  }

  Definition used(int more) {
    return new Definition(digest, text, uses + more);
  }
}
