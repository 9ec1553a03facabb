package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A member of the ensemble that a restore goes on without, because its host cannot be reached.
 *
 * <p>Nothing is done on its host: it is neither cut nor stopped. What keeps it out is that it is no majority, that every
 * other server has a higher epoch, and that the restore fails where it turns up in the quorum meanwhile.
 *
 * @param id its {@code myid}
 * @param host its address in zoo.cfg
 * @param observer whether it votes not
 * @param instance its EC2 instance, as far as that can be told without it
 */
public record AbsentServer(int id, String host, boolean observer, Optional<String> instance) {
    public AbsentServer {
        requireNonNull(host, "host is null");
        requireNonNull(instance, "instance is null");
    }

    /** Returns what a person does before this server may rejoin: it must not bring anything of its old data with it. */
    public String wipe(Lock lock) {
        return this
                + " was left out and still has the old data: keep ZooKeeper off there until it is set aside. Run on its host"
                + " the documents stop, wipe-for-rejoin (ServerId=" + id + ", Epoch="
                + lock.epoch().map(String::valueOf).orElse("the one in the lock") + ") and start, each with RestoreId="
                + lock.restoreId() + " and Order=" + lock.fence()
                + ".9000; it then takes the restored data from the others";
    }

    @Override
    public String toString() {
        return "server " + id + " (" + instance.map(i -> i + ", ").orElse("") + host + ")";
    }
}
