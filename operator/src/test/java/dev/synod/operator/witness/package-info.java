@NullMarked
package dev.synod.operator.witness;

import org.jspecify.annotations.NullMarked;
