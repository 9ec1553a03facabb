package io.zooark.local.bench;

import io.zooark.json.Json;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/** The process of a {@link VerifierScene}. */
final class VerifierMain {
    private static final int BUFFER = 256 * 1024;

    private VerifierMain() {}

    /**
     * How long it took.
     *
     * @param verifySeconds to verify the file
     * @param readSeconds to read it and take its CRC32
     */
    record Speed(double verifySeconds, double readSeconds) {}

    /** Answers each question by verifying the file that is the only argument. */
    public static void main(String[] arguments) throws InterruptedException {
        Path snapshot = Path.of(arguments[0]);
        Questions.answerAll(question -> Json.write(new Speed(verify(snapshot), read(snapshot))));
    }

    private static double verify(Path snapshot) throws IOException {
        long from = System.nanoTime();
        try (InputStream in = new FileInputStream(snapshot.toFile())) {
            Verdict verdict =
                    new SnapshotVerifier().examine(in, Optional.empty()).verdict();
            if (verdict != Verdict.CONSISTENT) {
                throw new IOException(snapshot + " is " + verdict);
            }
        }
        return (System.nanoTime() - from) / 1e9;
    }

    private static double read(Path snapshot) throws IOException {
        long from = System.nanoTime();
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new FileInputStream(snapshot.toFile())) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return (System.nanoTime() - from) / 1e9;
    }
}
