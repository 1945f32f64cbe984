@NullMarked
package dev.synod.workflow;

import org.jspecify.annotations.NullMarked;
