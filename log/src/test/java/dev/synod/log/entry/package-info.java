@NullMarked
package dev.synod.log.entry;

import org.jspecify.annotations.NullMarked;
