package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.ServerAddress;
import io.zooark.zookeeper.HttpAdminServers;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ForkJoinPool;

/** A snapshot that a running server writes when it is asked, through its AdminServer. */
final class LiveSource implements SnapshotSource {
    private static final int DEFAULT_PORT = 8080;

    private final URI server;
    private final Credential credential;

    LiveSource(URI server, Credential credential) {
        this.server = requireNonNull(server, "server is null");
        this.credential = requireNonNull(credential, "credential is null");
    }

    @Override
    public OpenSnapshot open() {
        AdminServer.Download download = adminServer().openSnapshot();
        return new OpenSnapshot(
                server.toString(),
                download.body(),
                OptionalLong.of(download.size()),
                Optional.of(download.startZxid()),
                Optional.empty());
    }

    private AdminServer adminServer() {
        int port = server.getPort() < 0 ? DEFAULT_PORT : server.getPort();
        return new HttpAdminServers(
                        server.getScheme(), credential, ForkJoinPool.commonPool(), HttpAdminServers.Timeouts.DEFAULT)
                .at(ServerAddress.parse(server.getHost() + ":" + port, port));
    }
}
