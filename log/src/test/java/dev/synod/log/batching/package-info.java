@NullMarked
package dev.synod.log.batching;

import org.jspecify.annotations.NullMarked;
