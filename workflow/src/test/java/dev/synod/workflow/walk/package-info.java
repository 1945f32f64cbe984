@NullMarked
package dev.synod.workflow.walk;

import org.jspecify.annotations.NullMarked;
