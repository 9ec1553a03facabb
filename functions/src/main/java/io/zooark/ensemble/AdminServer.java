package io.zooark.ensemble;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/**
 * The AdminServer of one ZooKeeper server.
 *
 * <p>Every method throws {@link io.zooark.error.ServerUnreachableException} when no answer comes in time,
 * {@link io.zooark.error.ServerNotServingException} when the server answers that it is not serving (HTTP 200 with an
 * error in it, as ZooKeeper does), {@link io.zooark.error.ServerRateLimitedException} on 429 and
 * {@link io.zooark.error.ServerRefusedException} for what a person has to mend.
 */
public interface AdminServer {

    /** Asks for role, zxid and version; needs no credentials. */
    ServerStatus status();

    /** Returns the hosts of all voters as this server knows them; empty on a standalone server. Needs no credentials. */
    Set<String> voterHosts();

    /** Returns how often a transaction's digest has differed from the tree's since the server was started. */
    long digestMismatches();

    /** Returns how many followers and observers are connected to it; empty where it does not lead. */
    Optional<Long> learners();

    /** Returns the most heap that its JVM takes, in bytes; empty where it does not tell. Needs no credentials. */
    Optional<Long> heapBytes();

    /** Makes the server write a snapshot and opens it as a stream. It comes with the zxid at which writing began. */
    Download openSnapshot();

    /** Makes the server write a snapshot to its own disk and returns the zxid that its file is named after. */
    Zxid persistSnapshot();

    /**
     * Replaces the server's tree, in memory only: nothing of it is on the server's disk afterwards.
     *
     * @return the last transaction the server now holds
     */
    Zxid restore(Body snapshot);

    /** Writes the bytes that are sent to a server. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A snapshot on its way from a server; closing it early ends the transfer. It may be closed from another thread: a read
     * that waits for the server then ends with an {@link IOException}.
     */
    interface Download extends Closeable {

        /** Returns the transaction at which the server began to write: the header {@code last_zxid}. */
        Zxid startZxid();

        /** Returns the bytes that must come: the header {@code snapshot_size}. */
        long size();

        /** Returns the bytes; reading throws where the server falls silent. */
        InputStream body();
    }
}
