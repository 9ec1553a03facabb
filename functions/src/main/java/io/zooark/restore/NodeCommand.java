package io.zooark.restore;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import io.zooark.error.ClientsConnectedException;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.error.StaleExecutionException;
import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one document on one server's host and judges what it answered. */
public final class NodeCommand {
    /** systemd gives a unit 90 s to stop by default; the cut waits ten seconds for the last connection to go. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Fetching a snapshot, and making its file durable: hundreds of gigabytes at a slow disk's speed would be another case. */
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(11);

    /** A client that got in behind the first look is still there at the second. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** A command may wait for a minute for its agent. */
    private static final Duration UNTIL_IT_RUNS = Duration.ofMinutes(1);

    private final Ensemble ensemble;
    private final Hosts hosts;
    private final Fence fence;
    private final Placements placements;

    public NodeCommand(Ensemble ensemble, Hosts hosts, Fence fence, Placements placements) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.hosts = requireNonNull(hosts, "hosts is null");
        this.fence = requireNonNull(fence, "fence is null");
        this.placements = requireNonNull(placements, "placements is null");
    }

    /**
     * Runs the document to its end. Running it again is safe.
     *
     * @throws NodeCommandFailedException if the document fails, or does not end in time
     * @throws StaleExecutionException if another execution holds the lock since, or the host was given a higher order;
     *     nothing was done
     * @throws ClientAccessException if a second look cannot vouch for the time since the first
     * @throws ClientsConnectedException if clients are still connected after a cut
     */
    public Answer run(Request request) {
        Lock lock = fence.require(ensemble.name(), request.fence(), phases(request.action()));
        // an undoing that is called off before anything was moved: all that it has stopped ran
        boolean all = lock.undoing() && lock.phase() == Phase.CLOSING;
        if (Boolean.TRUE.equals(request.onlyIfRan()) && !request.server().running() && !all) {
            return new Answer(
                    request.server().id(), Map.of("action", request.action().toString(), "skipped", true));
        }
        Map<String, Object> result =
                hosts.run(request.server().instance(), request.action(), parameters(request), limit(request.action()));
        if (request.action() == NodeAction.CUT) {
            requireNobodyLeft(request, result);
        }
        if (request.action() == NodeAction.PUT_BACK) {
            requireItsData(request.server(), result);
        }
        return new Answer(request.server().id(), result);
    }

    private static Set<Phase> phases(NodeAction action) {
        return switch (action) {
            case CUT, STOP, START -> EnumSet.of(Phase.CLOSING, Phase.MOVING, Phase.ROLLING_BACK);
            case FETCH -> EnumSet.of(Phase.TAKEN);
            case SET_ASIDE, PLACE, KEEP_RESTORED -> EnumSet.of(Phase.MOVING);
            case PUT_BACK -> EnumSet.of(Phase.ROLLING_BACK);
            case UNCUT -> EnumSet.of(Phase.TAKEN, Phase.CLOSING, Phase.OPENING, Phase.REOPENING);
            case INSPECT -> EnumSet.allOf(Phase.class);
        };
    }

    private Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("RestoreId", request.restoreId());
        if (request.action() != NodeAction.INSPECT) {
            parameters.put("Order", request.fence() + "." + request.step());
        }
        switch (request.action()) {
            case CUT -> {
                parameters.put("ClientPorts", ensemble.clientPortList());
                parameters.put("Exempt", String.join(",", ensemble.functions().networks()));
                parameters.put("Looks", String.valueOf(looks(request)));
            }
            case UNCUT -> parameters.put("ClientPorts", ensemble.clientPortList());
            case SET_ASIDE -> {
                parameters.put("Epoch", String.valueOf(epoch(request)));
                parameters.put("ServerId", String.valueOf(request.server().id()));
            }
            case PUT_BACK -> {
                parameters.put("Epoch", String.valueOf(epoch(request)));
                parameters.put("Chain", String.join(",", requireNonNullElse(request.chain(), List.of())));
            }
            case FETCH -> parameters.putAll(fetch(request));
            case PLACE -> {
                parameters.put("Epoch", String.valueOf(epoch(request)));
                parameters.put("Zxid", placement(request).zxid().fileSuffix());
                parameters.putAll(fetch(request));
            }
            case KEEP_RESTORED -> parameters.put("Zxid", zxid(request).replaceFirst("^0x", ""));
            case INSPECT, STOP, START -> {}
        }
        return parameters;
    }

    /** The address is made here and goes to the host alone: it is a key to the snapshot for as long as it is valid. */
    private Map<String, String> fetch(Request request) {
        Placement placement = placement(request);
        StoredObject object = placement.object();
        return Map.of(
                "Url",
                placements.address(
                        ensemble.name(),
                        request.restoreId(),
                        object,
                        limit(request.action()).plus(UNTIL_IT_RUNS)),
                "Bytes",
                String.valueOf(object.size()),
                "Cksum",
                String.valueOf(placement.cksum()));
    }

    private static Placement placement(Request request) {
        if (request.placement() == null) {
            throw new IllegalArgumentException("placement is null, but " + request.action() + " needs it");
        }
        return request.placement();
    }

    private static int looks(Request request) {
        return requireNonNullElse(request.looks(), 2);
    }

    private static long epoch(Request request) {
        if (request.epoch() == null) {
            throw new IllegalArgumentException("epoch is null, but " + request.action() + " needs it");
        }
        return request.epoch();
    }

    private static String zxid(Request request) {
        if (request.zxid() == null) {
            throw new IllegalArgumentException("zxid is null, but " + request.action() + " needs it");
        }
        return request.zxid();
    }

    private static Duration limit(NodeAction action) {
        return switch (action) {
            case FETCH, PLACE, KEEP_RESTORED -> SYNC_LIMIT;
            default -> LIMIT;
        };
    }

    /** Empty, but with the epoch of the others, it would vote for nothing. One that did not run is not started. */
    private static void requireItsData(PlannedServer server, Map<String, Object> result) {
        if (server.running() && Boolean.TRUE.equals(result.get("lost"))) {
            throw new NodeCommandFailedException(
                    server + " has lost the disk on which its data of before lay",
                    "the ensemble stays closed; see 'Put the old data back by hand' in statemachine/README.md");
        }
    }

    private static void requireNobodyLeft(Request request, Map<String, Object> result) {
        PlannedServer server = request.server();
        Answers fields = new Answers(result);
        long remaining = fields.required("remaining");
        if (remaining > 0) {
            throw new ClientsConnectedException(
                    remaining + " clients are still connected to " + server + ": "
                            + String.join(", ", fields.texts("peers")),
                    "end them by hand, or find out why this host's firewall lets them through; then start again");
        }
        long apart = fields.number("apart").orElse(0L);
        if (looks(request) == 2 && apart < BETWEEN_LOOKS.toSeconds()) {
            throw new NodeCommandFailedException(
                    "two looks at who is connected to " + server + " were only " + apart + " s apart",
                    "deploy the documents and the functions of one version, then start again");
        }
        if (request.looks() != null && request.looks() == 2 && Boolean.TRUE.equals(result.get("anew"))) {
            throw new ClientAccessException(
                    "since the first look at who is connected to " + server + ", somebody was, or could have been: the"
                            + " rules of the cut were gone, or a client was seen",
                    "find out what flushes this host's firewall or reboots it, stop it, then start again");
        }
    }

    /**
     * What is asked for.
     *
     * @param action which document
     * @param server where
     * @param fence the number that came with the lock
     * @param step where in its machine the state stands: higher than those before it on every way
     * @param epoch for {@code set-aside}, {@code place} and {@code put-back}
     * @param zxid for {@code keep-restored}: the restored snapshot's last transaction
     * @param placement for {@code fetch} and {@code place}: what each host fetches
     * @param chain for {@code put-back}: the restores that set data of before aside and failed, oldest first
     * @param looks for {@code cut}: 1 for the first look at who is connected, which the host remembers; 2 for the second
     *     one, {@link #BETWEEN_LOOKS} after it; missing for both in one
     * @param onlyIfRan whether a server that did not run when the plan was made is left alone
     */
    public record Request(
            NodeAction action,
            String restoreId,
            PlannedServer server,
            long fence,
            int step,
            @Nullable Long epoch,
            @Nullable String zxid,
            @Nullable Placement placement,
            @Nullable List<String> chain,
            @Nullable Integer looks,
            @Nullable Boolean onlyIfRan) {
        public Request {
            requireNonNull(action, "action is null");
            requireNonNull(restoreId, "restoreId is null");
            requireNonNull(server, "server is null");
            chain = chain == null ? null : List.copyOf(chain);
        }
    }

    /**
     * What a document answered.
     *
     * @param server the server's id
     * @param result the fields of its JSON line
     */
    public record Answer(int server, Map<String, Object> result) {
        public Answer {
            requireNonNull(result, "result is null");
        }
    }
}
