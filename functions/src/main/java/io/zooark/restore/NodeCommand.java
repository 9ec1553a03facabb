package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientsConnectedException;
import io.zooark.error.NodeCommandFailedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one document on one server's host and judges what it answered. */
public final class NodeCommand {
    /** systemd gives a unit 90 s to stop by default; the cut waits ten seconds for the last connection to go. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Making a snapshot's file durable: hundreds of gigabytes at a slow disk's speed would be another case. */
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(11);

    private final Ensemble ensemble;
    private final Hosts hosts;

    public NodeCommand(Ensemble ensemble, Hosts hosts) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.hosts = requireNonNull(hosts, "hosts is null");
    }

    /**
     * Runs the document to its end. Running it again is safe.
     *
     * @throws NodeCommandFailedException if the document fails, or does not end in time
     * @throws ClientsConnectedException if clients are still connected after a cut
     */
    public Answer run(Request request) {
        if (Boolean.TRUE.equals(request.onlyIfRan()) && !request.server().running()) {
            return new Answer(
                    request.server().id(), Map.of("action", request.action().toString(), "skipped", true));
        }
        Map<String, Object> result =
                hosts.run(request.server().instance(), request.action(), parameters(request), limit(request.action()));
        if (request.action() == NodeAction.CUT) {
            requireNobodyLeft(request.server(), result);
        }
        return new Answer(request.server().id(), result);
    }

    private Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("RestoreId", request.restoreId());
        switch (request.action()) {
            case CUT -> {
                parameters.put("ClientPorts", ensemble.clientPortList());
                parameters.put("Exempt", String.join(",", ensemble.functions().networks()));
            }
            case UNCUT -> parameters.put("ClientPorts", ensemble.clientPortList());
            case SET_ASIDE -> {
                parameters.put("Epoch", String.valueOf(epoch(request)));
                parameters.put("ServerId", String.valueOf(request.server().id()));
            }
            case PUT_BACK -> parameters.put("Epoch", String.valueOf(epoch(request)));
            case KEEP_RESTORED -> parameters.put("Zxid", zxid(request).replaceFirst("^0x", ""));
            case INSPECT, STOP, START -> {}
        }
        return parameters;
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
        return action == NodeAction.KEEP_RESTORED ? SYNC_LIMIT : LIMIT;
    }

    private static void requireNobodyLeft(PlannedServer server, Map<String, Object> result) {
        Answers fields = new Answers(result);
        long remaining = fields.required("remaining");
        if (remaining > 0) {
            throw new ClientsConnectedException(
                    remaining + " clients are still connected to " + server + ": "
                            + String.join(", ", fields.texts("peers")),
                    "end them by hand, or find out why this host's firewall lets them through; then start again");
        }
    }

    /**
     * What is asked for.
     *
     * @param action which document
     * @param server where
     * @param epoch for {@code set-aside} and {@code put-back}
     * @param zxid for {@code keep-restored}: the restored snapshot's last transaction
     * @param onlyIfRan whether a server that did not run when the plan was made is left alone
     */
    public record Request(
            NodeAction action,
            String restoreId,
            PlannedServer server,
            @Nullable Long epoch,
            @Nullable String zxid,
            @Nullable Boolean onlyIfRan) {
        public Request {
            requireNonNull(action, "action is null");
            requireNonNull(restoreId, "restoreId is null");
            requireNonNull(server, "server is null");
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
