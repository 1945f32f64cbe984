package dev.synod.audit.report;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.Note;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reports over a made-up log: entry N was written N seconds after a moment. */
public final class ReportFixture {
  static final String ORIGIN = "synod.example/audit";
  static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  public final SignerKey key = key();
  private final LongFunction<AuditEntry> log;
  private final long size;

  public ReportFixture(long size) {
    this(size, ReportFixture::entry);
  }

  ReportFixture(long size, LongFunction<AuditEntry> log) {
    this.size = size;
    this.log = log;
  }

  static SignerKey key() {
    try {
      return SignerKey.generate(ORIGIN, new SecureRandom());
    } catch (NoteException e) {
      throw new IllegalStateException(e);
    }
  }

  static Payload payload(long number) {
    return Payload.of(
        ("salt " + number).getBytes(StandardCharsets.UTF_8),
        ("command " + number).getBytes(StandardCharsets.UTF_8));
  }

  static AuditEntry entry(long number) {
    String namespace = number % 3 == 0 ? "review" : "other";
    return new AuditEntry(
        number,
        new AuditEntry.Position(
            10 + number / 2,
            number % 2,
            BEGINNING.plusSeconds(number).toEpochMilli(),
            100 + number,
            number % 5),
        number % 7 == 0 ? "=cmd|' /C calc'!A0" : "person:ada",
        new AuditEntry.Deed(
            number % 2 == 0 ? "state.write" : "task.submit", namespace, "g", "applied"),
        payload(number).digest());
  }

  static String at(long number) {
    return BEGINNING.plusSeconds(number).toString();
  }

  public Checkpoint checkpoint(long at) {
    return new Checkpoint(ORIGIN, at, range(0, at).root());
  }

  CompactRange range(long begin, long end) {
    var range = new CompactRange(begin);
    for (long number = begin; number < end; number++) {
      range.append(log.apply(number).hash());
    }
    return range;
  }

  /** Writes a report as the server does. */
  public void write(Path directory, Manifest.Period period, Filter filter, long since)
      throws IOException, ReportException {
    long first = Math.max(0, number(period.fromMillis()) - 1);
    long end = Math.min(size, number(period.toMillis()) + 1);
    EntriesWriter.Written written;
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(ReportFiles.ENTRIES)))) {
      var writer = new EntriesWriter(out, filter, range(0, first), since);
      for (long number = first; number < end; number++) {
        AuditEntry entry = log.apply(number);
        boolean isEdge = (number == first && first > 0) || (number == end - 1 && end < size);
        if (isEdge || filter.shows(entry)) {
          writer.show(entry, entry.hash(), number % 4 == 0 ? payload(number) : null);
        } else {
          writer.skip(number, entry.hash());
        }
      }
      written = writer.finish();
    }
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(ReportFiles.CSV)))) {
      out.write(Csv.header());
      for (long number = first; number < end; number++) {
        if (filter.shows(log.apply(number))) {
          out.write(Csv.line(log.apply(number)));
        }
      }
    }
    String checkpoint = checkpoint(size).signed(List.of(key));
    var manifest =
        new Manifest(
            Manifest.FORMAT,
            new Manifest.About(ORIGIN, at(size), "person:audrey", period, filter),
            written.range(),
            List.of(written.jsonFile(), written.csvFile()),
            checkpoint,
            new Manifest.Proof(covers(0, first, since), covers(end, size, since), written.marks()));
    sign(directory, manifest, key);
  }

  /** Looks at a report with the key that signed it. */
  ReportVerifier verifier(@Nullable Checkpoint since) {
    return new ReportVerifier(List.of(key.verifier()), since, (leaves, ofLeaves) -> {});
  }

  static Manifest manifest(Path directory) throws IOException, ReportException {
    return Manifest.parse(Files.readAllBytes(directory.resolve(ReportFiles.MANIFEST)));
  }

  /** What a manifest says of a file as it is now. */
  static Manifest.File measured(Path directory, String name) throws IOException {
    var measured = new Measured(name);
    measured.add(Files.readAllBytes(directory.resolve(name)));
    return measured.file();
  }

  static void sign(Path directory, Manifest manifest, SignerKey key) throws IOException {
    byte[] bytes = manifest.bytes();
    Files.write(directory.resolve(ReportFiles.MANIFEST), bytes);
    Files.writeString(
        directory.resolve(ReportFiles.SIGNATURE),
        Note.sign(Manifest.signedText(bytes), List.of(key)));
    Files.writeString(directory.resolve(ReportFiles.CHECKPOINT), manifest.checkpoint());
  }

  private List<Manifest.Cover> covers(long begin, long end, long since) {
    var covers = new ArrayList<Manifest.Cover>();
    long position = begin;
    if (begin < since && since < end) {
      covers.add(Manifest.Cover.of(range(begin, since)));
      position = since;
    }
    if (position < end) {
      covers.add(Manifest.Cover.of(range(position, end)));
    }
    return covers;
  }

  private long number(long millis) {
    if (millis == Long.MIN_VALUE) {
      return 0;
    }
    return millis == Long.MAX_VALUE
        ? size
        : Math.clamp(Math.ceilDiv(millis - BEGINNING.toEpochMilli(), 1_000), 0, size);
  }

  static Hash rootOf(List<AuditEntry> entries) {
    var range = new CompactRange(0);
    entries.forEach(entry -> range.append(entry.hash()));
    return range.root();
  }
}
