package dev.synod.kernel;

import dev.synod.kernel.value.Bytes;
import java.util.List;

/**
 * All that one request did: enough to bring another copy of the state along without deciding again.
 *
 * @param subject who asked
 * @param leaf hash of the audit leaf
 */
public record Outcome(
    String subject, Numbering numbering, Reply reply, List<Recorded> events, Bytes leaf) {}
