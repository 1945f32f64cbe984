package dev.synod.kernel.proposal;

/** One agent's vote. */
public record Ballot(String option, String reason, long atMillis) {}
