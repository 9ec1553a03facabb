package io.zooark.zookeeper.drill;

import io.zooark.invocation.Deadline;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.jute.InputArchive;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's database, whose loading ends at a deadline, and which keeps why it has refused a snapshot: ZooKeeper only logs
 * that.
 */
final class WatchedDatabase extends ZKDatabase {
    private final Deadline deadline;
    private volatile @Nullable String refusal;

    WatchedDatabase(FileTxnSnapLog files, Deadline deadline) {
        super(files);
        this.deadline = deadline;
        // the one that the constructor of ZKDatabase made could not know the deadline yet
        dataTree = new WatchedTree();
    }

    /** Returns what is wrong with the snapshot, as far as ZooKeeper says. */
    String refusal() {
        String said = refusal;
        return said == null ? "its header, a seal or its ending is not that of a snapshot" : said;
    }

    private final class WatchedTree extends DataTree {
        @Override
        public void deserialize(InputArchive archive, String tag) throws IOException {
            try {
                super.deserialize(watched(archive), tag);
            } catch (IOException | RuntimeException e) {
                refusal = String.valueOf(e.getMessage());
                throw e instanceof IOException io ? io : new IOException(e);
            }
        }
    }

    /** Two calls for each znode: slow enough to be watched, few enough not to be felt. */
    private InputArchive watched(InputArchive archive) {
        return (InputArchive) Proxy.newProxyInstance(
                InputArchive.class.getClassLoader(),
                new Class<?>[] {InputArchive.class},
                (proxy, method, arguments) -> {
                    if (deadline.remaining().isZero()) {
                        throw new IOException("time ran out");
                    }
                    try {
                        return method.invoke(archive, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
