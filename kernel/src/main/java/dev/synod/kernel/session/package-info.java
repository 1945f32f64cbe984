/** Connections of agents and workers: numbered requests, lanes, exactly-once outcomes. */
@NullMarked
package dev.synod.kernel.session;

import org.jspecify.annotations.NullMarked;
