package dev.synod.operator.declaration;

/**
 * An entry of what the API server holds.
 *
 * @param namespace namespace of the resource
 * @param name its name
 * @param uid its uid
 * @param generation the generation that was declared last
 */
public record Declared(String namespace, String name, String uid, long generation) {}
