@NullMarked
package dev.synod.worker.drive;

import org.jspecify.annotations.NullMarked;
