@NullMarked
package dev.synod.operator.admission;

import org.jspecify.annotations.NullMarked;
