/**
 * What leaves for dashboards: metrics of the coordination itself, and traces where one asks for
 * them.
 */
@NullMarked
package dev.synod.server.telemetry;

import org.jspecify.annotations.NullMarked;
