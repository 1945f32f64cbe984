/** Who replicates the log, as an order that is kept; the log itself carries it out. */
@NullMarked
package dev.synod.kernel.member;

import org.jspecify.annotations.NullMarked;
