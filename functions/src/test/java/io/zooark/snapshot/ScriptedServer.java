package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A private server that gives its client what a test says, and looks whether it was given what is stored. */
final class ScriptedServer implements PrivateServer {
    private final byte[] stored;
    private Contents contents = new Contents(10, "0x1", Duration.ofMillis(5), Duration.ofMillis(7));
    private boolean tooSmall;
    private int reads;

    ScriptedServer(byte[] stored) {
        this.stored = stored.clone();
    }

    ScriptedServer giving(long znodes, String treeDigest) {
        contents = new Contents(znodes, treeDigest, Duration.ofMillis(5), Duration.ofMillis(7));
        return this;
    }

    ScriptedServer withoutRoom() {
        tooSmall = true;
        return this;
    }

    /** Returns how often it was started. */
    int reads() {
        return reads;
    }

    @Override
    public String version() {
        return "3.9.5";
    }

    @Override
    public void requireRoomFor(Manifest manifest) {
        if (tooSmall) {
            throw new SnapshotUnusableException("there is too little memory", "give it more");
        }
    }

    @Override
    public Contents read(Path snapshot, Manifest manifest, Deadline deadline) throws IOException {
        reads++;
        assertThat(snapshot).hasBinaryContent(stored);
        Files.writeString(snapshot.resolveSibling("of-the-server"), "left behind");
        return contents;
    }
}
