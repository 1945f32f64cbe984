/** What a cluster must hold before Synod runs on it. */
@NullMarked
package dev.synod.dev.cluster;

import org.jspecify.annotations.NullMarked;
