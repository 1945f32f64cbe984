package dev.synod.kernel.governance;

/**
 * Why something was decided as it was.
 *
 * @param rule that spoke: its name in the base policy, or {@code NAMESPACE/NAME} of a declared one
 * @param file of the bundle that the rule stands in; empty where it is not known
 * @param line of that file, or of the declared policy's module, from 1; 0 where it is not known
 * @param source the rule's own text, or its beginning
 */
public record Because(String rule, String message, String file, int line, String source) {}
