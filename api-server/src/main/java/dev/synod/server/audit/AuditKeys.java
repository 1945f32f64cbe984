package dev.synod.server.audit;

import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.note.VerifierKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign. The file is read again when it changes, so that a key can be added beside
 * another, sign with it for a while, and follow it.
 */
@ApplicationScoped
public class AuditKeys {
  private static final int KEYS_MAX = 4;
  private static final long FILE_BYTES_MAX = 4_096;

  private final Optional<Path> file;
  private volatile @Nullable Known known;

  private record Known(FileTime at, List<SignerKey> keys) {}

  @Inject
  public AuditKeys(AuditConfig config) {
    this.file = config.keyFile();
  }

  /**
   * All keys, none of them where no file is configured.
   *
   * @throws TrailException if the file can't be used
   */
  public List<SignerKey> signers() {
    if (file.isEmpty()) {
      return List.of();
    }
    Path path = file.get();
    try {
      FileTime at = Files.getLastModifiedTime(path);
      Known last = known;
      if (last == null || !last.at().equals(at)) {
        last = new Known(at, read(path));
        known = last;
      }
      return last.keys();
    } catch (IOException | NoteException e) {
      throw TrailException.unavailable(
          "Expected private keys in the file %s (synod.audit.key-file), but: %s"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** The public halves. */
  public List<VerifierKey> verifiers() {
    return signers().stream().map(SignerKey::verifier).toList();
  }

  /** The name that all keys have, which is the tree's. */
  static String origin(List<SignerKey> keys) {
    return keys.getFirst().verifier().name();
  }

  private static List<SignerKey> read(Path path) throws IOException, NoteException {
    if (Files.size(path) > FILE_BYTES_MAX
        || Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
      throw new NoteException(
          "expected a file of at most %d bytes that others can't read (chmod 600)"
              .formatted(FILE_BYTES_MAX));
    }
    var keys = new ArrayList<SignerKey>();
    for (String line : Files.readAllLines(path)) {
      if (!line.isBlank()) {
        keys.add(SignerKey.parse(line));
      }
    }
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new NoteException("expected 1 to %d keys, found %d".formatted(KEYS_MAX, keys.size()));
    }
    for (SignerKey key : keys) {
      if (!key.verifier().name().equals(origin(keys))) {
        throw new NoteException(
            "expected keys of one name, found %s and %s"
                .formatted(origin(keys), key.verifier().name()));
      }
    }
    return List.copyOf(keys);
  }
}
