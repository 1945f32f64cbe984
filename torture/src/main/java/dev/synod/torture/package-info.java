/** Real clients against real servers under faults, and a verdict on what they were told. */
@NullMarked
package dev.synod.torture;

import org.jspecify.annotations.NullMarked;
