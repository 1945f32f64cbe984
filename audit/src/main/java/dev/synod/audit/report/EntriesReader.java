package dev.synod.audit.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.tree.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Reads {@code entries.jsonl} and checks leaf after leaf. */
final class EntriesReader {
  private static final long PROGRESS_LEAVES = 16_384;

  private final Manifest manifest;
  private final Checkpoint checkpoint;
  private final TreeWalk walk;
  private final ReportVerifier.Progress progress;
  private final Measured csv = new Measured(ReportFiles.CSV);
  private final long fromMillis;
  private final long toMillis;
  private Manifest.@Nullable File file;
  private AuditEntry.@Nullable Position last;
  private long entries;
  private long skipped;
  private long payloads;
  private long told;

  EntriesReader(
      Manifest manifest, Checkpoint checkpoint, TreeWalk walk, ReportVerifier.Progress progress)
      throws ReportException {
    this.manifest = manifest;
    this.checkpoint = checkpoint;
    this.walk = walk;
    this.progress = progress;
    this.fromMillis = manifest.about().period().fromMillis();
    this.toMillis = manifest.about().period().toMillis();
  }

  void read(InputStream in) throws IOException, ReportException {
    expectWholePeriod();
    MessageDigest digest = Hash.sha256();
    var counting = new Counting(in);
    csv.add(Csv.header());
    try (JsonParser json =
        new JsonFactory().createParser(new DigestInputStream(counting, digest))) {
      for (Line line = next(json); line != null; line = next(json)) {
        check(line);
        tell();
      }
    }
    expectEnd();
    file =
        new Manifest.File(
            ReportFiles.ENTRIES, counting.bytes, Hash.at(digest.digest(), 0).base64());
  }

  /**
   * The range begins and ends with the tree, but where the period begins or ends within it: there
   * an entry shows that none is left out.
   */
  private void expectWholePeriod() throws ReportException {
    Manifest.Range range = manifest.range();
    boolean isShort =
        (fromMillis == Long.MIN_VALUE && range.first() > 0)
            || (toMillis == Long.MAX_VALUE && range.end() < checkpoint.size())
            || (range.first() >= range.end() && checkpoint.size() > 0);
    if (isShort || fromMillis > toMillis) {
      throw new ReportException(
          "manifest.json: expected all entries of the period that it names, but it covers %d up to %d of %d: some of the period may be left out at its edge."
              .formatted(range.first(), range.end(), checkpoint.size()));
    }
  }

  long payloads() {
    return payloads;
  }

  /** What was read. */
  Manifest.@Nullable File file() {
    return file;
  }

  /** What {@code entries.csv} must be; the last call. */
  Manifest.File csv() {
    return csv.file();
  }

  private @Nullable Line next(JsonParser json) throws ReportException {
    try {
      return Line.read(json);
    } catch (IOException e) {
      throw new ReportException(
          "entries.jsonl, line %d, where entry %d is expected: this is no JSON, or it ends early."
              .formatted(json.currentLocation().getLineNr(), walk.position()),
          e);
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          "entries.jsonl, line %d, where entry %d is expected: %s."
              .formatted(json.currentLocation().getLineNr(), walk.position(), e.getMessage()),
          e);
    }
  }

  private void check(Line line) throws ReportException {
    switch (line) {
      case Line.Skipped run -> {
        expectNext(run.range().begin());
        if (run.range().isEmpty() || isBoundary(run.range().begin(), run.range().end())) {
          throw new ReportException(
              "Entry %d: expected the entry at the edge of the period in full, but found its hash alone."
                  .formatted(run.range().begin()));
        }
        skipped += run.range().end() - run.range().begin();
        walk.append(run.range());
      }
      case Line.Shown shown -> check(shown);
    }
  }

  private void check(Line.Shown shown) throws ReportException {
    AuditEntry entry = shown.entry();
    expectNext(entry.number());
    byte[] leaf = entry.leaf();
    if (!Hash.leaf(leaf).equals(shown.hash())) {
      throw new ReportException(
          "Entry %d was altered: what it says does not give its hash.".formatted(entry.number()));
    }
    if (!AuditEntry.of(entry.number(), leaf).equals(entry)) {
      throw new ReportException(
          "Entry %d was altered: it says something else than what its hash stands for."
              .formatted(entry.number()));
    }
    Payload payload = shown.payload();
    if (payload != null) {
      expectFits(entry, payload);
      payloads++;
    }
    expectOrder(entry);
    boolean isShown = manifest.about().filter().shows(entry);
    if (!isShown && !isBoundary(entry.number(), entry.number() + 1)) {
      throw new ReportException(
          "Entry %d: expected an entry that the report's filter shows, but it does not."
              .formatted(entry.number()));
    }
    if (isShown) {
      csv.add(Csv.line(entry));
      entries++;
    }
    walk.append(shown.hash());
  }

  private static void expectFits(AuditEntry entry, Payload payload) throws ReportException {
    try {
      if (payload.digest().equals(entry.payloadDigest())) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          "Entry %d: expected a payload in base64.".formatted(entry.number()), e);
    }
    throw new ReportException(
        "Entry %d: its payload was altered: it does not give the entry's digest."
            .formatted(entry.number()));
  }

  private void expectNext(long number) throws ReportException {
    long expected = walk.position();
    if (number > expected) {
      throw new ReportException(
          "Entry %d is missing: entry %d follows where it should stand."
              .formatted(expected, number));
    }
    if (number < expected) {
      throw new ReportException(
          "Entry %d stands where entry %d is expected: it comes twice, or out of order."
              .formatted(number, expected));
    }
    if (number >= manifest.range().end()) {
      throw new ReportException(
          "Entry %d is one more than the report should have: it ends before it.".formatted(number));
    }
  }

  /**
   * Log index, place, time and revision only rise; the period's edges are where they are said to
   * be.
   */
  private void expectOrder(AuditEntry entry) throws ReportException {
    AuditEntry.Position now = entry.position();
    AuditEntry.Position before = last;
    if (before != null
        && (now.index() < before.index()
            || (now.index() == before.index() && now.place() <= before.place())
            || now.timeMillis() < before.timeMillis()
            || now.revision() < before.revision())) {
      throw new ReportException(
          "Entry %d: expected a log index, a time and a revision after those of the entry before, but found earlier ones."
              .formatted(entry.number()));
    }
    last = now;
    boolean isBefore = now.timeMillis() < fromMillis;
    boolean isAfter = now.timeMillis() >= toMillis;
    Manifest.Range range = manifest.range();
    boolean isFirst = entry.number() == range.first();
    boolean isLast = entry.number() == range.end() - 1;
    if ((isBefore && !isFirst)
        || (isAfter && !isLast)
        || (isFirst && range.first() > 0 && !isBefore)
        || (isLast && range.end() < checkpoint.size() && !isAfter)) {
      throw new ReportException(
          "Entry %d: its time does not fit the report's period: an entry of the period may be left out at its edge."
              .formatted(entry.number()));
    }
  }

  /** Whether leaves hold one that must be in full, because the period ends beside it. */
  private boolean isBoundary(long begin, long end) {
    Manifest.Range range = manifest.range();
    boolean hasBefore = fromMillis != Long.MIN_VALUE && range.first() > 0;
    boolean hasAfter = toMillis != Long.MAX_VALUE && range.end() < checkpoint.size();
    return (hasBefore && begin == range.first()) || (hasAfter && end == range.end());
  }

  private void expectEnd() throws ReportException {
    Manifest.Range range = manifest.range();
    if (walk.position() < range.end()) {
      throw new ReportException(
          "Entry %d is missing: the file ends before it, and should end after entry %d."
              .formatted(walk.position(), range.end() - 1));
    }
    if (walk.position() > range.end() || entries != range.entries() || skipped != range.skipped()) {
      throw new ReportException(
          "Expected %d entries and %d passed over up to entry %d, but found %d and %d up to entry %d."
              .formatted(
                  range.entries(),
                  range.skipped(),
                  range.end() - 1,
                  entries,
                  skipped,
                  walk.position() - 1));
    }
  }

  private void tell() {
    if (walk.position() - told >= PROGRESS_LEAVES) {
      told = walk.position();
      Manifest.Range range = manifest.range();
      progress.at(told - range.first(), range.end() - range.first());
    }
  }

  /** Counts bytes. */
  private static final class Counting extends InputStream {
    private final InputStream in;
    private long bytes;

    Counting(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      bytes += octet < 0 ? 0 : 1;
      return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      bytes += Math.max(0, count);
      return count;
    }
  }
}
