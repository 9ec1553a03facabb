package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

/** One server of an ensemble, as the configuration of all of them names it. */
record Member(int id, boolean observer, Site site) {
    Member {
        requireNonNull(site, "site is null");
    }

    /** Returns the member's line in zoo.cfg; where all members share one address, its client port tells who is who. */
    String line() {
        ServerPorts ports = site.ports();
        return "server." + id + "=" + site.address() + ":" + ports.peer() + ":" + ports.election()
                + (observer ? ":observer" : "") + ";" + site.listensOn() + ":" + ports.client();
    }
}
