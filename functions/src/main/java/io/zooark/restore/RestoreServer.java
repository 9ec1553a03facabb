package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleUnprovenException;
import io.zooark.error.StaleExecutionException;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts the snapshot onto one server, first into its memory, then onto its disk. */
public final class RestoreServer {
    private final AdminServers servers;
    private final Vault vault;
    private final SnapshotRewriter rewriter;
    private final Fence fence;

    public RestoreServer(AdminServers servers, Vault vault, SnapshotRewriter rewriter, Fence fence) {
        this.servers = requireNonNull(servers, "servers is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.rewriter = requireNonNull(rewriter, "rewriter is null");
        this.fence = requireNonNull(fence, "fence is null");
    }

    /**
     * Does what is asked; doing it again ends the same.
     *
     * @throws StaleExecutionException if another execution holds the lock since: the server's tree is as it was
     */
    public Answer restore(Request request) {
        check(request);
        return switch (request.action()) {
            case SEND -> send(request);
            case PERSIST -> persist(request);
            case PREPARE -> throw new IllegalArgumentException("prepare is about no server: see PreparePlacement");
        };
    }

    private void check(Request request) {
        fence.require(request.plan().ensemble(), request.fence(), EnumSet.of(Phase.MOVING));
    }

    private Answer send(Request request) {
        PlannedServer planned = planned(request);
        AdminServer server = servers.at(planned.admin());
        RestorePlan.Expectation wanted = request.plan().expected();
        ServerStatus before = server.status();
        if (before.lastZxid().equals(wanted.zxid()) && before.nodes() == wanted.nodes()) {
            // an earlier call has done it and its answer was lost: sending again would only meet the rate limiter
            return new Answer(planned.id(), before.lastZxid(), before.nodes());
        }
        AtomicReference<@Nullable Examination> sent = new AtomicReference<>();
        check(request);
        Zxid held = server.restore(out -> sent.set(copy(request.plan(), new FencedOutput(out, () -> check(request)))));
        Zxid expected = request.plan().expected().zxid();
        request.plan().requireAsPlanned(sent.get());
        if (!held.equals(expected)) {
            throw new EnsembleUnprovenException(
                    planned + " took the snapshot and answered zxid " + held + " instead of " + expected,
                    "the ensemble stays closed; look at the server's log, then start the restore again");
        }
        long nodes = server.status().nodes();
        if (nodes != request.plan().expected().nodes()) {
            throw new EnsembleUnprovenException(
                    planned + " took the snapshot and holds " + nodes + " znodes instead of "
                            + request.plan().expected().nodes(),
                    "the ensemble stays closed; look at the server's log, then start the restore again");
        }
        return new Answer(planned.id(), held, nodes);
    }

    private static PlannedServer planned(Request request) {
        if (request.server() == null) {
            throw new IllegalArgumentException("server is null, but " + request.action() + " needs it");
        }
        return request.server();
    }

    private Examination copy(RestorePlan plan, OutputStream out) throws IOException {
        try (InputStream snapshot = vault.open(plan.snapshot().object())) {
            return rewriter.rewrite(snapshot, out, plan.rewriting()).examination();
        }
    }

    private Answer persist(Request request) {
        PlannedServer planned = planned(request);
        AdminServer server = servers.at(planned.admin());
        Zxid expected = request.plan().expected().zxid();
        Zxid written = server.persistSnapshot();
        if (!written.equals(expected)) {
            // an election between the restore and this moment brings the old, empty tree back (zookeeper.md, trap A)
            throw new EnsembleUnprovenException(
                    planned + " wrote its tree to disk at zxid " + written + " instead of " + expected
                            + ": an election undid the restore",
                    "the ensemble stays closed; start the restore again");
        }
        return new Answer(planned.id(), written, request.plan().expected().nodes());
    }

    /** What to do. */
    public enum Action {
        /** Stores the snapshot where all hosts fetch it: {@link PreparePlacement}. */
        PREPARE,
        /** Sends the snapshot into the server's memory. */
        SEND,
        /** Makes the server write its tree to its disk. */
        PERSIST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is asked for.
     *
     * @param server with which server; for all but {@code prepare}
     * @param fence the number that came with the lock
     */
    public record Request(
            Action action, RestorePlan plan, @Nullable PlannedServer server, long fence) {
        public Request {
            requireNonNull(action, "action is null");
            requireNonNull(plan, "plan is null");
        }
    }

    /**
     * What the server now holds.
     *
     * @param server its id
     * @param zxid its last transaction
     * @param nodes number of its znodes
     */
    public record Answer(int server, Zxid zxid, long nodes) {}
}
