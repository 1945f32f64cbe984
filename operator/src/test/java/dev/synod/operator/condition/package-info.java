@NullMarked
package dev.synod.operator.condition;

import org.jspecify.annotations.NullMarked;
