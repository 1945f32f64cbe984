@NullMarked
package dev.synod.kernel.quota;

import org.jspecify.annotations.NullMarked;
