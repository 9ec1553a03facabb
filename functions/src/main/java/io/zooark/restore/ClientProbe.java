package io.zooark.restore;

import java.util.List;

/** Uses the ensemble as a client does, while no other client can. */
public interface ClientProbe {

    /**
     * Has the ensemble commit a write: creates a znode and deletes it again, where no digest sees it.
     *
     * @throws io.zooark.error.EnsembleUnprovenException if it does not commit within a minute
     */
    void commitMarker(List<PlannedServer> servers);

    /** Returns the text of {@code /zookeeper/config} as this one server serves it; empty where it has none. */
    String membership(PlannedServer server);
}
