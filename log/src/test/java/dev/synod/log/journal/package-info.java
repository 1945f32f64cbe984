@NullMarked
package dev.synod.log.journal;

import org.jspecify.annotations.NullMarked;
