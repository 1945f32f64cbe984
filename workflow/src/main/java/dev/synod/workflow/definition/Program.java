package dev.synod.workflow.definition;

import java.util.Set;

/**
 * A jq program that compiles.
 *
 * @param text without <code>${</code> and <code>}</code>
 * @param arguments names of the arguments that it refers to
 */
public record Program(String text, Set<String> arguments) {}
