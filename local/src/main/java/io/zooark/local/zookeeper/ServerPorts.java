package io.zooark.local.zookeeper;

/**
 * The ports of one server.
 *
 * @param client where the server itself serves clients: what security groups and host rules speak of
 * @param peer where a leader's followers connect
 * @param election where votes are exchanged
 * @param admin the AdminServer's
 * @param gate where clients connect: at the server's {@link Gate}, and where it has none, at the server itself
 */
public record ServerPorts(int client, int peer, int election, int admin, int gate) {}
