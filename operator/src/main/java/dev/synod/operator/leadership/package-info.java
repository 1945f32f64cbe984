/** Which of several operators acts, and how it steps down. */
@NullMarked
package dev.synod.operator.leadership;

import org.jspecify.annotations.NullMarked;
