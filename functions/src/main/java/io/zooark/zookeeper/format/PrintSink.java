package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** Makes fingerprints of the znodes within a scope. */
final class PrintSink implements SnapshotSink {
    private static final byte[] NO_DATA = {1};

    private final Scope scope;
    private final Fingerprint fingerprint;
    private final AclNumbers.OfSnapshot acls;
    private final Taker taker;
    private final boolean pathsOnly;
    private final Print print = new Print();
    private boolean inScope;

    /** What the fingerprints of each znode are for. */
    @FunctionalInterface
    interface Taker {
        /** Takes a znode; what is handed over is that of the next one afterwards. */
        void take(Print znode);
    }

    /** A znode as fingerprints. */
    static final class Print {
        final CurrentPath path = new CurrentPath();
        ZnodeKind kind = ZnodeKind.PERSISTENT;
        /** Bytes of data, -1 for none. */
        int dataLength;

        long pathHigh;
        long pathLow;
        long data;
        long facts;
    }

    private PrintSink(Scope scope, Fingerprint fingerprint, AclNumbers acls, boolean pathsOnly, Taker taker) {
        this.scope = requireNonNull(scope, "scope is null");
        this.fingerprint = requireNonNull(fingerprint, "fingerprint is null");
        this.acls = acls.ofSnapshot();
        this.pathsOnly = pathsOnly;
        this.taker = requireNonNull(taker, "taker is null");
    }

    /** Makes fingerprints of everything. */
    static PrintSink whole(Scope scope, Fingerprint fingerprint, AclNumbers acls, Taker taker) {
        return new PrintSink(scope, fingerprint, acls, false, taker);
    }

    /** Makes fingerprints of paths; those of data, and the facts, are not set. */
    static PrintSink paths(Scope scope, Fingerprint fingerprint, Taker taker) {
        return new PrintSink(scope, fingerprint, new AclNumbers(), true, taker);
    }

    @Override
    public boolean wantsFields() {
        return true;
    }

    @Override
    public void acl(long id, byte[] bytes, int from, int length) {
        if (!pathsOnly) {
            acls.acl(id, bytes, from, length);
        }
    }

    @Override
    public void path(byte[] bytes, int from, int length) {
        inScope = scope.holds(bytes, from, length);
        if (inScope) {
            print.path.set(bytes, from, length);
            fingerprint.begin();
            fingerprint.add(bytes, from, length);
            fingerprint.end();
            print.pathHigh = fingerprint.high();
            print.pathLow = fingerprint.low();
            fingerprint.begin();
        }
    }

    @Override
    public void data(byte[] bytes, int from, int length) {
        if (inScope && !pathsOnly) {
            fingerprint.add(bytes, from, length);
        }
    }

    @Override
    public void stat(byte[] bytes, int from, int dataLength, boolean ephemeral) throws IOException {
        print.kind = ZnodeKind.of(AclAndStat.owner(bytes, from), ephemeral);
        if (!inScope || !scope.holds(print.kind)) {
            return;
        }
        print.dataLength = dataLength;
        if (!pathsOnly) {
            endData(dataLength);
            fingerprint.begin();
            fingerprint.add(bytes, from + AclAndStat.STAT, NodeDigest.STAT_LENGTH);
            fingerprint.end();
            print.facts = Facts.of(fingerprint.high(), acls.of(AclAndStat.acl(bytes, from)), print.kind);
        }
        taker.take(print);
    }

    private void endData(int dataLength) {
        fingerprint.end();
        print.data = fingerprint.high();
        if (dataLength < 0) {
            // none is not the same as empty
            fingerprint.begin();
            fingerprint.add(NO_DATA, 0, NO_DATA.length);
            fingerprint.end();
            print.data = ~fingerprint.high();
        }
    }
}
