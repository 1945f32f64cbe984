@NullMarked
package dev.synod.operator.declaration;

import org.jspecify.annotations.NullMarked;
