@NullMarked
package dev.synod.operator.identity;

import org.jspecify.annotations.NullMarked;
