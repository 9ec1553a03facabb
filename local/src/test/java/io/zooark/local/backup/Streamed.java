package io.zooark.local.backup;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.ServerAddress;
import io.zooark.local.zookeeper.AtomicWriter;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.HttpAdminServers;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a server streamed, looked at as it came: even what the function would have thrown away.
 *
 * @param verdict the product's
 * @param halfApplied the groups that are torn in the tree that ZooKeeper's own classes load from the same bytes
 */
record Streamed(Verdict verdict, List<String> halfApplied) {

    static Streamed from(int adminPort) throws IOException {
        HttpAdminServers servers =
                new HttpAdminServers("http", new Known(), Runnable::run, HttpAdminServers.Timeouts.DEFAULT);
        try (AdminServer.Download download =
                servers.at(new ServerAddress("127.0.0.1", adminPort)).openSnapshot()) {
            byte[] bytes = download.body().readAllBytes();
            Examination examination =
                    new SnapshotVerifier().examine(new ByteArrayInputStream(bytes), Optional.of(download.startZxid()));
            return new Streamed(examination.verdict(), AtomicWriter.torn(Snapshots.load(bytes)));
        }
    }

    private record Known() implements Credential {
        @Override
        public String digest() {
            return Account.CREDENTIAL;
        }

        @Override
        public void forget() {
            // it does not change
        }
    }
}
