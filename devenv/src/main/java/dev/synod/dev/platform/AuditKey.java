package dev.synod.dev.platform;

import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key that signs the audit trail of this clone; made once, and gone with its data. */
final class AuditKey {
  private static final String NAME = "synod.dev/audit";

  private final Path secret;
  private final Path shared;

  AuditKey(Workspace workspace) {
    this.secret = workspace.data().resolve("audit.key");
    this.shared = workspace.data().resolve("audit.pub");
  }

  /** The private key's file, made where there is none; its public half lies beside it. */
  Path file() throws IOException {
    if (!Files.exists(secret)) {
      try {
        SignerKey key = SignerKey.generate(NAME, new SecureRandom());
        Files.writeString(shared, key.verifier() + "\n");
        PrivateFiles.write(secret, key.secretText() + "\n");
      } catch (NoteException e) {
        throw new IllegalStateException("Expected a name that a key can have.", e);
      }
    }
    return secret;
  }
}
