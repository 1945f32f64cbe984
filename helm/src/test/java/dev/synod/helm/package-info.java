/** What must be true of the chart. */
@NullMarked
package dev.synod.helm;

import org.jspecify.annotations.NullMarked;
