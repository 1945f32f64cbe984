package dev.synod.dev.controlplane;

/** Loopback ports of one control plane. */
public record ControlPlanePorts(
    int etcdClient, int etcdPeer, int apiServer, int controllerManager) {}
