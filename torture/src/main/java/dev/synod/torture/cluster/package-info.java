/** Three servers as processes, each with a network of its own where root allows it. */
@NullMarked
package dev.synod.torture.cluster;

import org.jspecify.annotations.NullMarked;
