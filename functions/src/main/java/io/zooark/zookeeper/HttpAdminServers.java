package io.zooark.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.ServerAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;

/** AdminServers over HTTP. */
public final class HttpAdminServers implements AdminServers {
    private final HttpClient http;
    private final String scheme;
    private final Credential credential;
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

    public HttpAdminServers(String scheme, Credential credential, Executor executor, Timeouts timeouts) {
        this.scheme = requireNonNull(scheme, "scheme is null");
        this.credential = requireNonNull(credential, "credential is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.timeouts = requireNonNull(timeouts, "timeouts is null");
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeouts.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public AdminServer at(ServerAddress address) {
        AdminHttp calls =
                new AdminHttp(http, URI.create(scheme + "://" + address + "/commands/"), credential, timeouts);
        return new HttpAdminServer(address, calls, executor);
    }
}
