package dev.synod.server.audit;

/**
 * How large an archive may be.
 *
 * @param archiveBytesMax of one archive
 * @param namespaceBytesMax of all that are kept for a namespace
 * @param besideBytes of those that other resources of the namespace have
 */
record Room(long archiveBytesMax, long namespaceBytesMax, long besideBytes) {
  Room(AuditConfig config, long besideBytes) {
    this(config.reportBytesMax(), config.namespaceReportBytesMax(), besideBytes);
  }

  /** What the archives of the resource may have together, bytes. */
  long forResource() {
    return namespaceBytesMax - besideBytes;
  }

  /**
   * Expects that an archive of so many bytes fits, where the resource's older ones go for it.
   *
   * @throws ReportSink.TooLargeException if it does not
   */
  void expect(long bytes) throws ReportSink.TooLargeException {
    if (bytes > archiveBytesMax) {
      throw new ReportSink.TooLargeException(
          "Expected an archive of at most %d bytes (synod.audit.report-bytes-max), but found more; choose a shorter period or a narrower filter."
              .formatted(archiveBytesMax));
    }
    if (bytes > forResource()) {
      throw new ReportSink.TooLargeException(
          "Expected at most %d bytes of archives in this namespace (synod.audit.namespace-report-bytes-max), but other AuditReports have %d of them, and this archive does not fit beside; let those keep fewer or delete one, then apply this one anew, or choose a shorter period or a narrower filter."
              .formatted(namespaceBytesMax, besideBytes));
    }
  }
}
