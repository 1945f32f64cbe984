@NullMarked
package dev.synod.log.codec;

import org.jspecify.annotations.NullMarked;
