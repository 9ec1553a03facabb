package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.StaleExecutionException;
import java.util.EnumSet;
import java.util.Set;

/** {@link ClientAccess} for the execution that holds the ensemble's lock, and for no other. */
public final class FencedClientAccess {
    private final Ensemble ensemble;
    private final Network network;
    private final RestoreFiles files;
    private final Pause pause;
    private final Fence fence;

    public FencedClientAccess(Ensemble ensemble, Network network, RestoreFiles files, Pause pause) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.network = requireNonNull(network, "network is null");
        this.files = requireNonNull(files, "files is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.fence = new Fence(files);
    }

    /**
     * Does what is asked; doing it again changes nothing more.
     *
     * @throws StaleExecutionException if another execution holds the lock; from then on nothing more was changed
     */
    public ClientAccess.Answer change(ClientAccess.Request request) {
        Runnable check = () -> fence.require(ensemble.name(), request.fence(), phases(request.action()));
        check.run();
        return new ClientAccess(ensemble, new FencedNetwork(network, check), files, pause).change(request);
    }

    private static Set<Phase> phases(ClientAccess.Action action) {
        return switch (action) {
            case CLOSE -> EnumSet.of(Phase.CLOSING);
            case OPEN -> EnumSet.of(Phase.CLOSING, Phase.OPENING, Phase.REOPENING);
        };
    }
}
