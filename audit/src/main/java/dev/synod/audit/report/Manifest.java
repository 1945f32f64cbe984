package dev.synod.audit.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of itself. Its bytes are signed apart; all else is covered by what stands in
 * it.
 *
 * @param format {@link #FORMAT}
 * @param about what was asked for
 * @param range which leaves the report covers, without a gap
 * @param files names, sizes and digests
 * @param checkpoint signed note over the tree that the report is part of
 * @param proof how the range leads to the checkpoint
 */
public record Manifest(
    String format, About about, Range range, List<File> files, String checkpoint, Proof proof) {
  /** The name of this form. */
  public static final String FORMAT = "synod.dev/audit-report/v1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public Manifest {
    requireNonNull(about);
    requireNonNull(range);
    files = List.copyOf(files);
    requireNonNull(checkpoint);
    requireNonNull(proof);
  }

  /**
   * What was asked for.
   *
   * @param origin whose tree it is
   * @param createdAt RFC 3339
   * @param createdBy who asked for the report
   */
  public record About(
      String origin, String createdAt, String createdBy, Period period, Filter filter) {
    public About {
      requireNonNull(origin);
      requireNonNull(period);
      requireNonNull(filter);
    }
  }

  /**
   * Which time a report is about.
   *
   * @param from RFC 3339, inclusive; null for the beginning
   * @param to RFC 3339, exclusive; null for the checkpoint
   */
  public record Period(@Nullable String from, @Nullable String to) {
    /** All there is. */
    public static final Period ALL = new Period(null, null);

    @JsonIgnore
    long fromMillis() throws ReportException {
      return millis(from, Long.MIN_VALUE);
    }

    @JsonIgnore
    long toMillis() throws ReportException {
      return millis(to, Long.MAX_VALUE);
    }

    private static long millis(@Nullable String time, long absent) throws ReportException {
      try {
        return time == null ? absent : Instant.parse(time).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        throw new ReportException(
            "manifest.json: expected a period in RFC 3339, but found '%s'.".formatted(time), e);
      }
    }
  }

  /**
   * Leaves from one up to another. Where the period begins or ends within the tree, the leaf before
   * it and the one after it are part of the range and shown, so that none within can be missing.
   *
   * @param end the leaf after the last one
   * @param entries shown by the filter
   * @param skipped passed over by the filter, and given by hashes
   */
  public record Range(long first, long end, long entries, long skipped) {}

  /**
   * A file beside the manifest.
   *
   * @param sha256 base64
   */
  public record File(String name, long bytes, String sha256) {}

  /**
   * How the range leads to the checkpoint.
   *
   * @param left hashes that cover the leaves before the range
   * @param right hashes that cover the leaves after it, up to the checkpoint
   * @param marks roots of the tree at sizes within the range, which narrow down a difference
   */
  public record Proof(List<Cover> left, List<Cover> right, List<Mark> marks) {
    public Proof {
      left = List.copyOf(left);
      right = List.copyOf(right);
      marks = List.copyOf(marks);
    }
  }

  /**
   * Leaves that are given by the hashes of the subtrees that cover them.
   *
   * @param nodes base64
   */
  public record Cover(long first, long end, List<String> nodes) {
    public Cover {
      nodes = List.copyOf(nodes);
    }

    /** The cover of a range. */
    public static Cover of(CompactRange range) {
      return new Cover(
          range.begin(), range.end(), range.nodes().stream().map(Hash::base64).toList());
    }

    /**
     * The range.
     *
     * @throws IllegalArgumentException if these are not the hashes of one
     */
    CompactRange range() {
      return CompactRange.of(first, end, nodes.stream().map(Hash::ofBase64).toList());
    }
  }

  /** The root of the tree at a size. */
  public record Mark(long size, String root) {}

  /** The bytes that are signed. */
  public byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JacksonException e) {
      throw new IllegalStateException("Expected a manifest with a JSON form.", e);
    }
  }

  /** The text of the note that signs a manifest's bytes. */
  public static String signedText(byte[] manifest) {
    return FORMAT + "\n" + Hash.at(Hash.sha256().digest(manifest), 0).base64() + "\n";
  }

  /** A manifest by its bytes; nobody has looked yet who signed it. */
  public static Manifest parse(byte[] bytes) throws ReportException {
    try {
      Manifest manifest = JSON.readValue(bytes, Manifest.class);
      if (FORMAT.equals(manifest.format)) {
        return manifest;
      }
    } catch (IOException e) {
      throw new ReportException("manifest.json: expected a manifest, but it can't be read.", e);
    }
    throw new ReportException(
        "manifest.json: expected the format %s, but found another.".formatted(FORMAT));
  }
}
