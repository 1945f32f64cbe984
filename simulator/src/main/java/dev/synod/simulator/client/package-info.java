/** Agents, workers and people, who know only what replicas told them. */
@NullMarked
package dev.synod.simulator.client;

import org.jspecify.annotations.NullMarked;
