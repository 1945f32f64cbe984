package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.report.ReportException;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportVerifier;
import dev.synod.kernel.Command;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.value.Value;
import dev.synod.log.entry.SynodTypes;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A report of the whole trail with payloads, and what it tells of their retention. */
record RetentionRecords(Path archive, List<Entry> entries) {

  /** An entry in full. */
  record Entry(Value.Obj line) {
    String text(String name) {
      return ((Value.Str) member(line, name)).value();
    }

    Instant time() {
      return Instant.parse(text("time"));
    }

    boolean hasPayload() {
      return line.get("payload") != null;
    }

    /** What was asked for, as long as its payload is there. */
    Command command() {
      var payload = (Value.Obj) member(line, "payload");
      String command = ((Value.Str) member(payload, "command")).value();
      return SynodTypes.registry().decode(Command.class, Base64.getDecoder().decode(command));
    }

    private static Value member(Value.Obj object, String name) {
      Value member = object.get(name);
      if (member == null) {
        throw new AssertionError("Expected a member %s of %s".formatted(name, object.json()));
      }
      return member;
    }
  }

  static RetentionRecords export(ApiServer server, String auditor, Path folder)
      throws IOException, InterruptedException {
    Path archive = Files.createTempFile(folder, "trail", ".zip");
    String path = "/v1/audit/entries:export";
    assertThat(server.download(auditor, path, "{\"payloads\":true}", archive)).isEqualTo(200);
    try (FileSystem zip = open(archive)) {
      List<Entry> entries =
          Files.readString(zip.getPath(ReportFiles.ENTRIES))
              .lines()
              .map(line -> new Entry((Value.Obj) Value.parse(line)))
              .toList();
      return new RetentionRecords(archive, entries);
    }
  }

  static Checkpoint checkpoint(ApiServer server, String auditor, SignerKey key)
      throws IOException, InterruptedException, NoteException {
    Answer note = server.get(auditor, "/v1/audit/checkpoint");
    assertThat(note.status()).as(note.body()).isEqualTo(200);
    return Checkpoint.verified(note.body(), List.of(key.verifier()));
  }

  /** Checks all proofs, and the payloads that are there. */
  ReportVerifier.Verified verified(SignerKey key, Checkpoint since)
      throws IOException, ReportException {
    try (FileSystem zip = open(archive)) {
      return new ReportVerifier(List.of(key.verifier()), since, (leaves, of) -> {})
          .verify(zip.getPath("/"));
    }
  }

  /** Each time that payloads were erased for their age. */
  List<Entry> endings() {
    return entries.stream()
        .filter(entry -> entry.text("action").equals("audit.retention"))
        .toList();
  }

  /** The moments before which payloads were erased, in the order of the trail. */
  List<Instant> endedBefore() {
    return endings().stream()
        .map(entry -> (AuditCommand.EndRetention) entry.command())
        .map(command -> Instant.ofEpochMilli(command.beforeMillis()))
        .toList();
  }

  /** Writes of the namespace {@code review}. */
  List<Entry> writes(Predicate<Entry> wanted) {
    return entries.stream()
        .filter(entry -> entry.text("namespace").equals("review"))
        .filter(entry -> entry.text("action").equals("state.write"))
        .filter(wanted)
        .toList();
  }

  private static FileSystem open(Path archive) throws IOException {
    return FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of());
  }
}
