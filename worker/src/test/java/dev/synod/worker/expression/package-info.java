@NullMarked
package dev.synod.worker.expression;

import org.jspecify.annotations.NullMarked;
