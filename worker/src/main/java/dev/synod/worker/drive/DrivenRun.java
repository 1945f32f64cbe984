package dev.synod.worker.drive;

import dev.synod.workflow.walk.Walk;

/**
 * A run that is driven here.
 *
 * @param term under which it is
 * @param through number of the last trigger that was taken in
 */
record DrivenRun(long term, Walk walk, long through) {
  DrivenRun through(long number) {
    return new DrivenRun(term, walk, number);
  }
}
