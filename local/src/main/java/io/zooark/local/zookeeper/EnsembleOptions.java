package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an ensemble on one machine shall be like; begins as {@link #voters}.
 *
 * @param voters how many servers vote
 * @param observers how many observe; their ids follow those of the voters
 * @param heapMegabytes of each server's JVM
 * @param properties lines of zoo.cfg that are added to, or stand in place of, the usual ones
 * @param superPassword the password of ZooKeeper's super user {@code super}, or null for no super user
 * @param adminTls how to speak TLS with AdminServers that take nothing else, or null to speak plain HTTP with them
 * @param jvmOptions of each server's JVM, after the usual ones and so in place of them
 * @param network what the hosts stand in, which outlives the ensemble; null for 127.0.0.1
 */
public record EnsembleOptions(
        int voters,
        int observers,
        int heapMegabytes,
        Map<String, String> properties,
        @Nullable String superPassword,
        @Nullable SSLContext adminTls,
        List<String> jvmOptions,
        @Nullable Network network) {
    private static final int HEAP_MEGABYTES = 256;

    public EnsembleOptions {
        if (voters < 1 || observers < 0 || heapMegabytes < 1) {
            throw new IllegalArgumentException("an ensemble needs a voter and some heap, got " + voters + " voters, "
                    + observers + " observers, " + heapMegabytes + " MB");
        }
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Returns an ensemble of this many voters, without observers, super user or particular properties. */
    public static EnsembleOptions voters(int voters) {
        return new EnsembleOptions(voters, 0, HEAP_MEGABYTES, Map.of(), null, null, List.of(), null);
    }

    /** Returns the same with this many observers. */
    public EnsembleOptions withObservers(int count) {
        return new EnsembleOptions(
                voters, count, heapMegabytes, properties, superPassword, adminTls, jvmOptions, network);
    }

    /** Returns the same with this heap for each server. */
    public EnsembleOptions withHeap(int megabytes) {
        return new EnsembleOptions(
                voters, observers, megabytes, properties, superPassword, adminTls, jvmOptions, network);
    }

    /** Returns the same with a line of zoo.cfg, in place of an earlier one of that name. */
    public EnsembleOptions withProperty(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(requireNonNull(name, "name is null"), requireNonNull(value, "value is null"));
        return new EnsembleOptions(
                voters, observers, heapMegabytes, more, superPassword, adminTls, jvmOptions, network);
    }

    /** Returns the same with the super user, who may do everything, through the AdminServer as well. */
    public EnsembleOptions withSuperPassword(String password) {
        requireNonNull(password, "password is null");
        return new EnsembleOptions(
                voters, observers, heapMegabytes, properties, password, adminTls, jvmOptions, network);
    }

    /** Returns the same whose AdminServers are asked over TLS, as {@code admin.forceHttps} wants it. */
    public EnsembleOptions withAdminTls(SSLContext tls) {
        requireNonNull(tls, "tls is null");
        return new EnsembleOptions(
                voters, observers, heapMegabytes, properties, superPassword, tls, jvmOptions, network);
    }

    /** Returns the same with more options for each server's JVM, which come after the usual ones and so win. */
    public EnsembleOptions withJvmOptions(String... options) {
        List<String> more = new ArrayList<>(jvmOptions);
        more.addAll(List.of(options));
        return new EnsembleOptions(
                voters, observers, heapMegabytes, properties, superPassword, adminTls, more, network);
    }

    /** Returns the same on hosts in a network of the caller's. */
    public EnsembleOptions withNetwork(Network given) {
        requireNonNull(given, "given is null");
        return new EnsembleOptions(
                voters, observers, heapMegabytes, properties, superPassword, adminTls, jvmOptions, given);
    }

    /** Returns how many servers there are. */
    public int servers() {
        return voters + observers;
    }
}
