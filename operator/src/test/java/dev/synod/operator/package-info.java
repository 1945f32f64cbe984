@NullMarked
package dev.synod.operator;

import org.jspecify.annotations.NullMarked;
