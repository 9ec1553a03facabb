package io.zooark.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;

/** AdminServers over HTTP. */
public final class HttpAdminServers implements AdminServers {
    private final AdminClients clients;
    private final Executor executor;
    private final Timeouts timeouts;

    /**
     * How long a server may be silent.
     *
     * @param connect until the connection stands
     * @param answer until a small command is answered
     * @param prepare until the first byte of a snapshot: the server writes all of it to its own disk before
     * @param stall between two bytes of a body
     */
    public record Timeouts(Duration connect, Duration answer, Duration prepare, Duration stall) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(25));
    }

    /** Comes as a user, to servers that the JVM trusts. */
    public HttpAdminServers(String scheme, Credential credential, Executor executor, Timeouts timeouts) {
        this(AdminAccess.digest(scheme, credential), executor, timeouts);
    }

    public HttpAdminServers(AdminAccess access, Executor executor, Timeouts timeouts) {
        this.executor = requireNonNull(executor, "executor is null");
        this.timeouts = requireNonNull(timeouts, "timeouts is null");
        this.clients = new AdminClients(access, timeouts.connect());
    }

    @Override
    public AdminServer at(ServerAddress address) {
        URI commands = URI.create(clients.access().scheme() + "://" + address + "/commands/");
        return new HttpAdminServer(address, new AdminHttp(clients, commands, timeouts), executor);
    }
}
