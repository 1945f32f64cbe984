@NullMarked
package dev.synod.operator.run;

import org.jspecify.annotations.NullMarked;
