package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.ServerAddress;

/**
 * One server of a plan.
 *
 * @param id its {@code myid}
 * @param instance its EC2 instance
 * @param host its address
 * @param adminPort {@code admin.serverPort}
 * @param clientPort where the functions reach it as clients
 * @param observer whether it votes not
 * @param running whether its process lived when the plan was made
 * @param epoch the highest epoch that its files told of when the plan was made; -1 where they are lost
 */
public record PlannedServer(
        int id,
        String instance,
        String host,
        int adminPort,
        int clientPort,
        boolean observer,
        boolean running,
        long epoch) {

    public PlannedServer {
        requireNonNull(instance, "instance is null");
        requireNonNull(host, "host is null");
    }

    /** Returns the same server, which is started again only if it ran then. */
    PlannedServer withRunning(boolean ran) {
        return new PlannedServer(id, instance, host, adminPort, clientPort, observer, ran, epoch);
    }

    public ServerAddress admin() {
        return new ServerAddress(host, adminPort);
    }

    /** Returns {@code host:clientPort}, as a client's connect string has it. */
    public String client() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + clientPort;
    }

    @Override
    public String toString() {
        return "server " + id + " (" + instance + ", " + host + ")";
    }
}
