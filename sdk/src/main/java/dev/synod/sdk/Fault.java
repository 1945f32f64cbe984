package dev.synod.sdk;

/**
 * What went wrong, in the form of RFC 9457.
 *
 * @param type URI that tells kinds of faults apart
 * @param status as HTTP would say it
 * @param instance where it happened, or empty
 */
public record Fault(String type, int status, String title, String detail, String instance) {}
