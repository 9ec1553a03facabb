package io.zooark.ensemble;

/** Reaches the AdminServers of an ensemble. */
@FunctionalInterface
public interface AdminServers {
    AdminServer at(ServerAddress address);
}
