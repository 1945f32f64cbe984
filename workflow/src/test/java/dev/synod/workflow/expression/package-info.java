@NullMarked
package dev.synod.workflow.expression;

import org.jspecify.annotations.NullMarked;
