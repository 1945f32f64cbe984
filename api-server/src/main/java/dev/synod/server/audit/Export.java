package dev.synod.server.audit;

import dev.synod.audit.note.Note;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.report.Csv;
import dev.synod.audit.report.EntriesWriter;
import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.Payload;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.TiledTree;
import dev.synod.kernel.audit.AuditCommand;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** One report, written as a ZIP archive while it is read, block by block. */
public final class Export {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final AuditReads reads;
  private final Wish wish;
  private final Covered covered;
  private final List<SignerKey> signers;
  private final Filter filter;

  /**
   * What is wanted.
   *
   * @param by who wants it
   * @param within the one namespace of which it may tell; null for the whole installation
   * @param payloads whether entries come with their payloads
   * @param since size of an earlier checkpoint at which the tree shall be known, or -1
   */
  public record Wish(
      String by,
      @Nullable String within,
      Manifest.Period period,
      Filter filter,
      boolean payloads,
      long since) {}

  /** The leaves that are covered, under a checkpoint. */
  record Covered(long first, long end, Checkpoints.Signed under, Instant at) {
    long size() {
      return under.checkpoint().size();
    }
  }

  Export(AuditReads reads, Wish wish, Covered covered, List<SignerKey> signers) {
    this.reads = reads;
    this.wish = wish;
    this.covered = covered;
    this.signers = signers;
    this.filter = wish.filter();
  }

  /**
   * What the trail tells of this report.
   *
   * @param manifest SHA-256 of the manifest, base64; empty before a byte of the report leaves
   */
  public AuditCommand.RecordReport record(String manifest) {
    return new AuditCommand.RecordReport(
        Objects.requireNonNullElse(wish.within(), ""),
        new AuditCommand.Period(
            Objects.requireNonNullElse(wish.period().from(), ""),
            Objects.requireNonNullElse(wish.period().to(), "")),
        filter.words(),
        covered.first(),
        covered.end(),
        wish.payloads(),
        manifest);
  }

  /** The first leaf that it covers. */
  long first() {
    return covered.first();
  }

  /** How many leaves it covers. */
  long leaves() {
    return covered.end() - covered.first();
  }

  /**
   * Writes the archive; the stream is left open.
   *
   * @param progress is told of the manifest before that leaves, so that there is no whole report
   *     without an entry that names it
   */
  void writeTo(OutputStream out, Progress progress) throws IOException {
    var zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
    zip.setLevel(Deflater.BEST_SPEED);
    TiledTree tree = reads.tree();
    begin(zip, ReportFiles.ENTRIES);
    EntriesWriter.Written written = entries(zip, tree, progress);
    begin(zip, ReportFiles.CSV);
    csv(zip, tree);
    byte[] manifest = manifest(written, new Prover(tree)).bytes();
    progress.sealed(
        new Progress.Sealed(
            written.range().entries(),
            covered.size(),
            covered.under().checkpoint().root().base64()),
        Hash.at(Hash.sha256().digest(manifest), 0).base64());
    begin(zip, ReportFiles.MANIFEST);
    zip.write(manifest);
    begin(zip, ReportFiles.SIGNATURE);
    zip.write(utf8(Note.sign(Manifest.signedText(manifest), signers)));
    begin(zip, ReportFiles.CHECKPOINT);
    zip.write(utf8(covered.under().note()));
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }

  private void begin(ZipOutputStream zip, String file) throws IOException {
    var entry = new ZipEntry(file);
    entry.setTime(covered.at().toEpochMilli());
    zip.putNextEntry(entry);
  }

  private EntriesWriter.Written entries(OutputStream out, TiledTree tree, Progress progress)
      throws IOException {
    var writer =
        new EntriesWriter(out, filter, new Prover(tree).range(0, covered.first()), wish.since());
    for (long next = covered.first(); next < covered.end(); ) {
      List<AuditReads.Hashed> block = reads.block(next, covered.end(), tree);
      Map<Long, Payload> payloads =
          wish.payloads() ? reads.payloads(next, next + block.size()) : Map.of();
      for (AuditReads.Hashed leaf : block) {
        long number = leaf.entry().number();
        boolean isWanted = filter.shows(leaf.entry());
        if (isWanted) {
          writer.show(leaf.entry(), leaf.hash(), payloads.get(number));
        } else if (isEdge(number)) {
          writer.show(leaf.entry(), leaf.hash(), null);
        } else {
          writer.skip(number, leaf.hash());
        }
      }
      next += block.size();
      progress.reached(next - covered.first());
    }
    return writer.finish();
  }

  /** Whether a leaf shows that no other of the period can be missing beside it. */
  private boolean isEdge(long number) {
    return (number == covered.first() && number > 0)
        || (number == covered.end() - 1 && covered.end() < covered.size());
  }

  private void csv(OutputStream out, TiledTree tree) throws IOException {
    out.write(Csv.header());
    for (long next = covered.first(); next < covered.end(); ) {
      List<AuditReads.Hashed> block = reads.block(next, covered.end(), tree);
      for (AuditReads.Hashed leaf : block) {
        if (filter.shows(leaf.entry())) {
          out.write(Csv.line(leaf.entry()));
        }
      }
      next += block.size();
    }
  }

  private Manifest manifest(EntriesWriter.Written written, Prover prover) {
    return new Manifest(
        Manifest.FORMAT,
        new Manifest.About(
            covered.under().checkpoint().origin(),
            covered.at().toString(),
            wish.by(),
            wish.period(),
            filter),
        written.range(),
        List.of(written.jsonFile(), written.csvFile()),
        covered.under().note(),
        new Manifest.Proof(
            covers(0, covered.first(), prover),
            covers(covered.end(), covered.size(), prover),
            written.marks()));
  }

  private List<Manifest.Cover> covers(long begin, long end, Prover prover) {
    var covers = new ArrayList<Manifest.Cover>();
    long position = begin;
    if (begin < wish.since() && wish.since() < end) {
      covers.add(Manifest.Cover.of(prover.range(begin, wish.since())));
      position = wish.since();
    }
    if (position < end) {
      covers.add(Manifest.Cover.of(prover.range(position, end)));
    }
    return covers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
