package dev.synod.audit.report;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree up from leaf 0, and compares its root wherever one is known. */
final class TreeWalk {
  private final Manifest manifest;
  private final Checkpoint checkpoint;
  private final @Nullable Checkpoint since;
  private final CompactRange tree = new CompactRange(0);
  private final Iterator<Manifest.Mark> marks;
  private Manifest.@Nullable Mark nextMark;
  private long goodUpTo;
  private boolean metSince;

  TreeWalk(Manifest manifest, Checkpoint checkpoint, @Nullable Checkpoint since) {
    this.manifest = manifest;
    this.checkpoint = checkpoint;
    this.since = since;
    this.marks = manifest.proof().marks().iterator();
    this.nextMark = marks.hasNext() ? marks.next() : null;
  }

  /** The leaves before the range. */
  void before() throws ReportException {
    Checkpoint earlier = since;
    if (earlier != null && !earlier.origin().equals(checkpoint.origin())) {
      throw new ReportException(
          "Expected an earlier checkpoint of %s, but found one of %s."
              .formatted(checkpoint.origin(), earlier.origin()));
    }
    if (earlier != null && earlier.size() > checkpoint.size()) {
      throw new ReportException(
          "Expected a report with a checkpoint of at least %d entries, which the earlier one has, but its checkpoint has %d: the report is older, or entries were taken away."
              .formatted(earlier.size(), checkpoint.size()));
    }
    compare();
    covers(manifest.proof().left());
    if (position() != manifest.range().first()) {
      throw new ReportException(
          "manifest.json: expected hashes for the %d entries before the report, but found them for %d."
              .formatted(manifest.range().first(), position()));
    }
    goodUpTo = position();
  }

  /** The leaves after the range. */
  void after() throws ReportException {
    covers(manifest.proof().right());
    if (position() != checkpoint.size()) {
      throw new ReportException(
          "manifest.json: expected hashes up to the checkpoint's %d entries, but they end at %d."
              .formatted(checkpoint.size(), position()));
    }
    if (!tree.root().equals(checkpoint.root())) {
      throw new ReportException(
          "Expected the checkpoint's root over its %d entries, but found another: an entry from %d to %d, or a hash in manifest.json, is not the one that was logged."
              .formatted(checkpoint.size(), goodUpTo, manifest.range().end() - 1));
    }
    Checkpoint earlier = since;
    if (earlier != null && !metSince) {
      throw new ReportException(
          "Expected to meet the earlier checkpoint of %d entries, but the report does not show the tree at that size: export it with --since."
              .formatted(earlier.size()));
    }
  }

  void append(Hash leaf) throws ReportException {
    tree.append(leaf);
    compare();
  }

  void append(CompactRange range) throws ReportException {
    tree.append(range);
    compare();
  }

  /** How many leaves the tree has so far: the number of the next. */
  long position() {
    return tree.end();
  }

  private void covers(List<Manifest.Cover> covers) throws ReportException {
    for (Manifest.Cover cover : covers) {
      try {
        append(cover.range());
      } catch (IllegalArgumentException e) {
        throw new ReportException("manifest.json: " + e.getMessage(), e);
      }
    }
  }

  private void compare() throws ReportException {
    Checkpoint earlier = since;
    if (earlier != null && earlier.size() == position()) {
      metSince = true;
      if (!tree.root().equals(earlier.root())) {
        throw new ReportException(
            "Expected the root of the earlier checkpoint over the first %d entries, but found another: history before entry %d was rewritten."
                .formatted(earlier.size(), earlier.size()));
      }
    }
    Manifest.Mark mark = nextMark;
    while (mark != null && mark.size() <= position()) {
      if (mark.size() == position()) {
        compare(mark);
      }
      mark = marks.hasNext() ? marks.next() : null;
      nextMark = mark;
    }
  }

  private void compare(Manifest.Mark mark) throws ReportException {
    if (!tree.root().base64().equals(mark.root())) {
      throw new ReportException(
          "An entry from %d to %d is not the one that was logged: it was altered together with its hash."
              .formatted(goodUpTo, mark.size() - 1));
    }
    goodUpTo = mark.size();
  }
}
