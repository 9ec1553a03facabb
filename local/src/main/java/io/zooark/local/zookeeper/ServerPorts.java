package io.zooark.local.zookeeper;

/**
 * The ports of one server, all of them on 127.0.0.1.
 *
 * @param client where the server itself serves clients: what security groups and host rules speak of
 * @param peer where a leader's followers connect
 * @param election where votes are exchanged
 * @param admin the AdminServer's
 * @param gate where the server's {@link Gate} lets clients in
 */
public record ServerPorts(int client, int peer, int election, int admin, int gate) {}
