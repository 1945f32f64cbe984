package dev.synod.kernel.document;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.value.Fingerprint;

/** How events change documents. */
public final class DocumentEvolution {
  private DocumentEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, DocumentEvent event) {
    Documents documents = state.documents();
    return state.withDocuments(
        switch (event) {
          case DocumentEvent.DocumentWritten e -> {
            Document old = documents.get(e.group(), e.key());
            yield documents.put(
                e.group(),
                new Document(
                    e.key(),
                    e.value(),
                    Fingerprint.of(e.value()),
                    at.revision(),
                    old == null ? at.revision() : old.createdRevision(),
                    at.timeMillis(),
                    e.by()));
          }
          case DocumentEvent.DocumentDeleted e -> documents.remove(e.group(), e.key());
        });
  }
}
