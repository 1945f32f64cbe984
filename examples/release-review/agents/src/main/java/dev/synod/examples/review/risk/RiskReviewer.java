package dev.synod.examples.review.risk;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.synod.examples.review.findings.Concern;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.findings.Verdict;
import dev.synod.examples.review.history.Churn;
import dev.synod.examples.review.repository.Content;
import dev.synod.examples.review.repository.LimitReached;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.Repository.Tree;
import dev.synod.examples.review.repository.RepositoryException;
import dev.synod.examples.review.repository.TrackedFile;
import dev.synod.examples.review.risk.Risks.Blob;
import dev.synod.examples.review.risk.Risks.HotSpot;
import java.util.ArrayList;
import java.util.List;

/** Looks for what should not be released before a person has seen it. */
public final class RiskReviewer {
  /** A larger binary file in a source repository is worth a person's look. */
  static final long BLOB_BYTES_MAX = 1L << 20;

  private static final int TOP = 10;
  private static final int PEEKS_MAX = 100;
  private static final int BLOBS_MAX = 50;

  private final SecretScan secrets = new SecretScan();
  private final List<HotSpot> hotSpots = new ArrayList<>();
  private final List<Blob> blobs = new ArrayList<>();
  private final Churn churn = new Churn();

  private RiskReviewer() {}

  /** Reviews the history and the files of the reviewed commit. */
  public static Findings<Risks> review(Repository repository) throws RepositoryException {
    RiskReviewer reviewer = new RiskReviewer();
    List<LimitReached> reached = new ArrayList<>();
    if (repository.history(reviewer.churn::add)) {
      reached.add(
          new LimitReached(
              "commitsMax", repository.limits().commitsMax(), "older commits not in the churn"));
    }
    Tree tree = repository.files();
    if (tree.truncated()) {
      reached.add(
          new LimitReached("filesMax", repository.limits().filesMax(), "more files not scanned"));
    }
    reached.addAll(repository.read(tree.files(), reviewer::look));
    reviewer.lookAtTheLargest(repository, tree.files(), reached);
    Risks risks = reviewer.risks();
    List<Concern> concerns = concerns(risks, repository.head() == null);
    return new Findings<>(
        "risk",
        Findings.Subject.of(repository),
        tree.files().size(),
        Verdict.of(
            concerns, "no secret and no binary over %d bytes found".formatted(BLOB_BYTES_MAX)),
        concerns,
        reached,
        risks);
  }

  private void look(TrackedFile file, Content content) {
    if (content.isBinary()) {
      if (file.bytes() > BLOB_BYTES_MAX) {
        blobs.add(new Blob(file.path(), file.bytes()));
      }
      return;
    }
    secrets.scan(file, content);
    long changed = churn.lines(file.path());
    long lines = content.lines();
    if (changed > 0 && lines > 0) {
      hotSpots.add(new HotSpot(file.path(), changed, lines, changed * lines));
    }
  }

  /** Files whose content is too large to read: their beginnings tell binary from text. */
  private void lookAtTheLargest(
      Repository repository, List<TrackedFile> files, List<LimitReached> reached)
      throws RepositoryException {
    List<TrackedFile> largest =
        files.stream()
            .filter(file -> file.bytes() > repository.limits().fileBytesMax())
            .filter(file -> file.bytes() > BLOB_BYTES_MAX)
            .sorted(comparingLong(TrackedFile::bytes).reversed().thenComparing(TrackedFile::path))
            .toList();
    for (TrackedFile file : largest.subList(0, Math.min(PEEKS_MAX, largest.size()))) {
      if (repository.peek(file).isBinary()) {
        blobs.add(new Blob(file.path(), file.bytes()));
      }
    }
    if (largest.size() > PEEKS_MAX) {
      reached.add(
          new LimitReached(
              "peeksMax",
              PEEKS_MAX,
              (largest.size() - PEEKS_MAX) + " large files not told binary from text"));
    }
  }

  private Risks risks() {
    return new Risks(
        !blobs.isEmpty() || secrets.count() > 0,
        hotSpots.stream()
            .sorted(
                comparingLong(HotSpot::score).reversed().thenComparing(comparing(HotSpot::path)))
            .limit(TOP)
            .toList(),
        BLOB_BYTES_MAX,
        blobs.stream()
            .sorted(comparingLong(Blob::bytes).reversed().thenComparing(comparing(Blob::path)))
            .limit(BLOBS_MAX)
            .toList(),
        secrets.count(),
        secrets.listed());
  }

  private static List<Concern> concerns(Risks risks, boolean empty) {
    List<Concern> concerns = new ArrayList<>();
    if (empty) {
      concerns.add(Concern.blocking("no-commit", "the repository has no commit"));
    }
    if (risks.secretCount() > 0) {
      Risks.Secret first = risks.secrets().getFirst();
      concerns.add(
          Concern.blocking(
              "secret",
              "%d secrets found, the first in %s line %d (%s)"
                  .formatted(risks.secretCount(), first.path(), first.line(), first.rule())));
    }
    if (!risks.blobsOverLimit().isEmpty()) {
      Blob largest = risks.blobsOverLimit().getFirst();
      concerns.add(
          Concern.blocking(
              "blob-over-limit",
              "%d binary files over %d bytes, the largest %s with %d bytes"
                  .formatted(
                      risks.blobsOverLimit().size(),
                      BLOB_BYTES_MAX,
                      largest.path(),
                      largest.bytes())));
    }
    return concerns;
  }
}
