/** Operating-system processes that outlive the JVM which started them. */
@NullMarked
package dev.synod.dev.process;

import org.jspecify.annotations.NullMarked;
