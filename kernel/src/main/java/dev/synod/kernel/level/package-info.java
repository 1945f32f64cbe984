/** The level of behaviour and encoding that is in force. */
@NullMarked
package dev.synod.kernel.level;

import org.jspecify.annotations.NullMarked;
