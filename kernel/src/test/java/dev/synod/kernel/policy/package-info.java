@NullMarked
package dev.synod.kernel.policy;

import org.jspecify.annotations.NullMarked;
