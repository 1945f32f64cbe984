/** The replicated log on Apache Ratis. */
@NullMarked
package dev.synod.log.ratis;

import org.jspecify.annotations.NullMarked;
