package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.SignerKey;
import dev.synod.audit.report.ReportException;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportVerifier;
import dev.synod.audit.tree.Hash;
import dev.synod.kernel.Command;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.log.entry.SynodTypes;
import dev.synod.testkit.server.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the trail tells of reports of the namespace {@code review}, and what archives hold. */
final class ReportRecords {
  private static final Pattern PAYLOAD = Pattern.compile("\"command\":\"([^\"]+)\"");

  private ReportRecords() {}

  /** All that tells of reports, in the order of the trail. */
  static List<AuditCommand.RecordReport> of(ApiServer server, String auditor, Path folder)
      throws IOException, InterruptedException {
    Path archive = Files.createTempFile(folder, "records", ".zip");
    String wanted = "{\"actions\":[\"audit.export\"],\"payloads\":true}";
    String path = "/v1/namespaces/review/audit/entries:export";
    assertThat(server.download(auditor, path, wanted, archive)).isEqualTo(200);
    try (FileSystem zip = open(archive)) {
      return Files.readString(zip.getPath(ReportFiles.ENTRIES))
          .lines()
          .map(PAYLOAD::matcher)
          .filter(Matcher::find)
          .map(found -> Base64.getDecoder().decode(found.group(1)))
          .map(bytes -> SynodTypes.registry().decode(Command.class, bytes))
          .map(AuditCommand.RecordReport.class::cast)
          .toList();
    }
  }

  /** The manifests of a kept report that were sealed, by their digests. */
  static List<String> sealed(ApiServer server, String auditor, Path folder, String name)
      throws IOException, InterruptedException {
    return of(server, auditor, folder).stream()
        .filter(record -> record.filters().contains("report=review/" + name))
        .filter(record -> record.filters().stream().anyMatch(word -> word.startsWith("for=")))
        .map(AuditCommand.RecordReport::manifest)
        .filter(manifest -> !manifest.isEmpty())
        .toList();
  }

  /** Checks an archive, and answers the digest of its manifest. */
  static String verified(Path archive, SignerKey key) throws IOException, ReportException {
    try (FileSystem zip = open(archive)) {
      Path root = zip.getPath("/");
      var _ = new ReportVerifier(List.of(key.verifier()), null, (leaves, of) -> {}).verify(root);
      byte[] manifest = Files.readAllBytes(root.resolve(ReportFiles.MANIFEST));
      return Hash.at(Hash.sha256().digest(manifest), 0).base64();
    }
  }

  private static FileSystem open(Path archive) throws IOException {
    return FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of());
  }
}
