package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

/** One server of an ensemble, as the configuration of all of them names it. */
record Member(int id, boolean observer, ServerPorts ports) {
    Member {
        requireNonNull(ports, "ports is null");
    }

    /** Returns the member's line in zoo.cfg; all members share one address, so its client port tells who is who. */
    String line() {
        return "server." + id + "=127.0.0.1:" + ports.peer() + ":" + ports.election() + (observer ? ":observer" : "")
                + ";127.0.0.1:" + ports.client();
    }
}
