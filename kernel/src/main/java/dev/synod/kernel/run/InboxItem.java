package dev.synod.kernel.run;

/** A trigger with its place in the run's inbox, counted from 1. */
public record InboxItem(long number, Trigger trigger) {}
