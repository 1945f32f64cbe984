package dev.synod.kernel.policy;

/** A control of a framework that a policy helps to meet, such as {@code A.6.2.8} of ISO-42001. */
public record PolicyControl(String framework, String id) {}
