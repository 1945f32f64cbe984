/** Driving of runs: from turns to advances. */
@NullMarked
package dev.synod.worker.drive;

import org.jspecify.annotations.NullMarked;
