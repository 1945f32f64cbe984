package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is waited for.
 *
 * @param on what kind: {@code task/git-history}, {@code barrier/all-reviewed}, {@code
 *     proposal/release}, {@code approval/4711}, {@code timer}, {@code driver}
 * @param forWhom who has to act: agents, roles, or a moment
 * @param since when
 * @param detail in a sentence
 * @param next what happens by itself, and when
 * @param step of the run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Wait(
    String on,
    @com.fasterxml.jackson.annotation.JsonProperty("for") List<String> forWhom,
    String since,
    String detail,
    @Nullable String next,
    @Nullable String step) {}
