package dev.synod.audit.report;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.Note;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a report by its files and a public key alone: that it is complete, unaltered, in order,
 * part of the tree that its checkpoint signs, and that this tree goes on from an earlier
 * checkpoint.
 */
public final class ReportVerifier {
  private static final int MANIFEST_BYTES_MAX = 64 << 20;
  private static final int NOTE_BYTES_MAX = 1 << 20;

  /** Those that a manifest tells of. */
  private static final int FILES = 2;

  private final List<VerifierKey> keys;
  private final @Nullable Checkpoint since;
  private final Progress progress;

  /** Learns how far it has come. */
  @FunctionalInterface
  public interface Progress {
    void at(long leaves, long ofLeaves);
  }

  /**
   * A verifier.
   *
   * @param keys of which one must have signed
   * @param since an earlier checkpoint, kept elsewhere
   */
  public ReportVerifier(List<VerifierKey> keys, @Nullable Checkpoint since, Progress progress) {
    this.keys = List.copyOf(keys);
    this.since = since;
    this.progress = progress;
  }

  /**
   * What was found good.
   *
   * @param payloads that are in the report and fit their entries
   */
  public record Verified(Manifest manifest, Checkpoint checkpoint, long payloads) {}

  /**
   * Checks the report in a directory.
   *
   * @throws ReportException with the first that is not as it should be
   * @throws IOException if a file can't be read
   */
  public Verified verify(Path directory) throws ReportException, IOException {
    byte[] bytes = read(directory, ReportFiles.MANIFEST, MANIFEST_BYTES_MAX);
    String signature = text(directory, ReportFiles.SIGNATURE);
    expectSigned(bytes, signature, keys);
    Manifest manifest = Manifest.parse(bytes);
    Checkpoint checkpoint = checkpoint(directory, manifest);
    expectSignedFor(checkpoint.origin(), bytes, signature);
    var walk = new TreeWalk(manifest, checkpoint, since);
    walk.before();
    var entries = new EntriesReader(manifest, checkpoint, walk, progress);
    try (InputStream in = Files.newInputStream(file(directory, ReportFiles.ENTRIES))) {
      entries.read(in);
    }
    walk.after();
    expectFiles(directory, manifest, entries);
    return new Verified(manifest, checkpoint, entries.payloads());
  }

  /** A key that signs for another tree says nothing of this one. */
  private void expectSignedFor(String origin, byte[] manifest, String signature)
      throws ReportException {
    try {
      expectSigned(manifest, signature, VerifierKey.named(origin, keys));
    } catch (NoteException e) {
      throw new ReportException("manifest.sig: " + e.getMessage(), e);
    }
  }

  private static void expectSigned(byte[] manifest, String signature, List<VerifierKey> keys)
      throws ReportException {
    try {
      if (!Note.parse(signature).verified(keys).equals(Manifest.signedText(manifest))) {
        throw new ReportException(
            "manifest.json: expected the manifest that manifest.sig signs, but it was altered.");
      }
    } catch (NoteException e) {
      throw new ReportException("manifest.sig: " + e.getMessage(), e);
    }
  }

  private Checkpoint checkpoint(Path directory, Manifest manifest)
      throws ReportException, IOException {
    if (!text(directory, ReportFiles.CHECKPOINT).equals(manifest.checkpoint())) {
      throw new ReportException(
          "checkpoint: expected the one in manifest.json, but it was altered.");
    }
    try {
      Checkpoint checkpoint = Checkpoint.verified(manifest.checkpoint(), keys);
      if (!checkpoint.origin().equals(manifest.about().origin())) {
        throw new ReportException(
            "checkpoint: expected the origin %s, but found %s."
                .formatted(manifest.about().origin(), checkpoint.origin()));
      }
      return checkpoint;
    } catch (NoteException e) {
      throw new ReportException("checkpoint: " + e.getMessage(), e);
    }
  }

  private static void expectFiles(Path directory, Manifest manifest, EntriesReader entries)
      throws ReportException, IOException {
    Manifest.File json = declared(manifest, ReportFiles.ENTRIES);
    if (!json.equals(entries.file())) {
      throw new ReportException(
          "entries.jsonl: every entry is as it was logged, but the file is not the one that was signed: its form was altered.");
    }
    var found = new Measured(ReportFiles.CSV);
    try (InputStream in = Files.newInputStream(file(directory, ReportFiles.CSV))) {
      byte[] buffer = new byte[1 << 16];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        found.add(buffer, 0, length);
      }
    }
    Manifest.File csv = found.file();
    if (!csv.equals(entries.csv()) || !csv.equals(declared(manifest, ReportFiles.CSV))) {
      throw new ReportException(
          "entries.csv: expected the same entries as in entries.jsonl, but it was altered.");
    }
  }

  private static Manifest.File declared(Manifest manifest, String name) throws ReportException {
    List<Manifest.File> files =
        manifest.files().stream().filter(file -> name.equals(file.name())).toList();
    if (files.size() != 1 || manifest.files().size() != FILES) {
      throw new ReportException(
          "manifest.json: expected the digests of %s and %s once, and of nothing else, but found those of %s."
              .formatted(
                  ReportFiles.ENTRIES,
                  ReportFiles.CSV,
                  manifest.files().stream().map(Manifest.File::name).toList()));
    }
    return files.getFirst();
  }

  private static String text(Path directory, String name) throws ReportException, IOException {
    return new String(read(directory, name, NOTE_BYTES_MAX), StandardCharsets.UTF_8);
  }

  private static byte[] read(Path directory, String name, int bytesMax)
      throws ReportException, IOException {
    try (InputStream in = Files.newInputStream(file(directory, name))) {
      // What an archive says of a file's size is not believed.
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new ReportException(
            "%s: expected at most %d bytes, but found more.".formatted(name, bytesMax));
      }
      return bytes;
    }
  }

  private static Path file(Path directory, String name) throws ReportException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ReportException(
          "%s: expected this file of the report, but it is missing.".formatted(name));
    }
    return file;
  }
}
