package io.zooark.local.zookeeper;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * A ZooKeeper server that ends with the process that started it.
 *
 * <p>Its standard input is a pipe whose other end only the parent holds. When the parent is gone, by kill -9 too, the
 * kernel closes the pipe, reading it ends, and the server halts.
 */
public final class ServerMain {
    private static final int PARENT_IS_GONE = 70;

    private ServerMain() {}

    /** Runs the server whose zoo.cfg is the only argument. */
    public static void main(String[] arguments) {
        Thread watch = new Thread(ServerMain::haltAtEndOfInput, "watch of the parent process");
        watch.setDaemon(true);
        watch.start();
        QuorumPeerMain.main(arguments);
    }

    private static void haltAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input cannot be read, halting: " + e);
        } finally {
            // not exit: nothing may keep the server alive that nobody can stop any more
            Runtime.getRuntime().halt(PARENT_IS_GONE);
        }
    }
}
