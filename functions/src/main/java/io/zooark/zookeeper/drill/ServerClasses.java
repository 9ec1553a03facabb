package io.zooark.zookeeper.drill;

import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.common.X509Util;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.jspecify.annotations.Nullable;

/**
 * Loads those classes of ZooKeeper that read or change a setting of the whole JVM when they are loaded, and leaves the JVM
 * as it was.
 */
final class ServerClasses {
    /** Longest string or data of a znode, in bytes, that is asked for: more than any server was ever configured to take. */
    static final int LONGEST = 1 << 30;

    private static final String JUTE_MAXBUFFER = "jute.maxbuffer";

    /** Set by {@code X509Util}, which every client loads, and of use to those who take TLS connections only. */
    private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private ServerClasses() {}

    /**
     * Loads them.
     *
     * <p>{@code BinaryInputArchive} keeps for ever what {@code jute.maxbuffer} is when it is loaded, and by its default
     * neither server nor client reads a znode above 2 MiB. The stored lengths were proven when the backup was taken, so no
     * limit is needed here. Where another client of this process has loaded the class before, its limit stays.
     */
    static synchronized void load() {
        String limit = System.getProperty(JUTE_MAXBUFFER);
        String renegotiation = System.getProperty(RENEGOTIATION);
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        System.setProperty(JUTE_MAXBUFFER, String.valueOf(LONGEST));
        try {
            initialize(BinaryInputArchive.class);
            initialize(X509Util.class);
            // it makes itself the handler of whatever any thread of the JVM does not catch
            initialize(NIOServerCnxnFactory.class);
        } finally {
            restore(JUTE_MAXBUFFER, limit);
            restore(RENEGOTIATION, renegotiation);
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    private static void initialize(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }
}
