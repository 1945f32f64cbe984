package dev.synod.simulator.client;

import dev.synod.simulator.raft.Replica;
import dev.synod.simulator.world.World;
import java.util.List;

/** What clients live among. */
public record Surroundings(World world, List<Replica> replicas, ClientObserver observer) {}
