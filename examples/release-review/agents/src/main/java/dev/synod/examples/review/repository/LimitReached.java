package dev.synod.examples.review.repository;

/**
 * A limit that cut an analysis short, so that nobody takes a part for the whole.
 *
 * @param limit the limit's name with its unit last, such as {@code commitsMax}
 * @param value the limit
 * @param effect what was left out
 */
public record LimitReached(String limit, long value, String effect) {}
