package io.zooark.cli;

import java.io.IOException;

/** Where a snapshot that was named on the command line comes from. */
interface SnapshotSource {

    /**
     * Opens it at its first byte.
     *
     * @throws CommandFailedException if there is no such snapshot, or it cannot be opened
     */
    OpenSnapshot open() throws IOException, CommandFailedException;

    /** Opens it for whoever compares it with its manifest: also where other bytes have taken its place. */
    default OpenSnapshot openAsItIs() throws IOException, CommandFailedException {
        return open();
    }
}
