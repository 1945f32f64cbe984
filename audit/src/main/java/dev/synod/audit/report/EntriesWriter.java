package dev.synod.audit.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code entries.jsonl}, leaf after leaf, in bounded memory, and measures {@code
 * entries.csv} beside it, which is written in a second pass.
 */
public final class EntriesWriter {
  /** Leaves between two marks, at least. */
  static final int MARK_LEAVES = 1_024;

  private final JsonGenerator json;
  private final OutputStream out;
  private final Filter filter;
  private final CompactRange tree;
  private final long first;
  private final long since;
  private final Measured jsonFile = new Measured(ReportFiles.ENTRIES);
  private final Measured csvFile = new Measured(ReportFiles.CSV);
  private final List<Manifest.Mark> marks = new ArrayList<>();
  private CompactRange run;
  private long next;
  private long entries;
  private long skipped;

  /**
   * A writer of the leaves that follow.
   *
   * @param out is not closed
   * @param left the leaves before the range
   * @param since a size at which the tree's root shall be known, or -1
   */
  public EntriesWriter(OutputStream out, Filter filter, CompactRange left, long since)
      throws IOException {
    this.out = new Measuring(out, jsonFile);
    this.json = new JsonFactory().createGenerator(this.out);
    this.json.setRootValueSeparator(null);
    this.filter = filter;
    this.tree = CompactRange.of(left.begin(), left.end(), left.nodes());
    this.first = left.end();
    this.since = since;
    this.next = first;
    this.run = new CompactRange(first);
    csvFile.add(Csv.header());
  }

  /** What was written. */
  public record Written(
      Manifest.Range range,
      Manifest.File jsonFile,
      Manifest.File csvFile,
      List<Manifest.Mark> marks) {}

  /** Writes the next leaf in full. */
  public void show(AuditEntry entry, Hash hash, @Nullable Payload payload) throws IOException {
    expectNext(entry.number());
    endRun();
    Line.write(json, new Line.Shown(entry, hash, payload));
    json.writeRaw('\n');
    if (filter.shows(entry)) {
      csvFile.add(Csv.line(entry));
      entries++;
    }
    tree.append(hash);
    next++;
    run = new CompactRange(next);
    mark();
  }

  /** Passes over the next leaf. */
  public void skip(long number, Hash hash) throws IOException {
    expectNext(number);
    run.append(hash);
    next++;
    skipped++;
    if (next == since) {
      endRun();
    }
  }

  /** Ends the file. */
  public Written finish() throws IOException {
    endRun();
    json.flush();
    return new Written(
        new Manifest.Range(first, next, entries, skipped),
        jsonFile.file(),
        csvFile.file(),
        List.copyOf(marks));
  }

  private void endRun() throws IOException {
    if (!run.isEmpty()) {
      Line.write(json, new Line.Skipped(run));
      json.writeRaw('\n');
      tree.append(run);
      run = new CompactRange(next);
      mark();
    }
  }

  private void mark() {
    long last = marks.isEmpty() ? first : marks.getLast().size();
    if (next - last >= MARK_LEAVES) {
      marks.add(new Manifest.Mark(next, tree.root().base64()));
    }
  }

  private void expectNext(long number) {
    if (number != next) {
      throw new IllegalStateException(
          "Expected leaf %d, but found %d: the tree has a gap.".formatted(next, number));
    }
  }

  /** Measures what passes. */
  private static final class Measuring extends OutputStream {
    private final OutputStream out;
    private final Measured file;

    Measuring(OutputStream out, Measured file) {
      this.out = out;
      this.file = file;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.add(bytes, offset, length);
      out.write(bytes, offset, length);
    }
  }
}
