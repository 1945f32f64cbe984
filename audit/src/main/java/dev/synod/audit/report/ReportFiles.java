package dev.synod.audit.report;

import java.util.List;

/** The names of a report's files. */
public final class ReportFiles {
  public static final String MANIFEST = "manifest.json";
  public static final String SIGNATURE = "manifest.sig";
  public static final String CHECKPOINT = "checkpoint";
  public static final String ENTRIES = "entries.jsonl";
  public static final String CSV = "entries.csv";

  /** All of them. */
  public static final List<String> ALL = List.of(ENTRIES, CSV, MANIFEST, SIGNATURE, CHECKPOINT);

  private ReportFiles() {}
}
