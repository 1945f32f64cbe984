@NullMarked
package dev.synod.log.snapshot;

import org.jspecify.annotations.NullMarked;
