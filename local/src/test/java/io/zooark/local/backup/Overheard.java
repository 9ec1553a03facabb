package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Everything that this JVM writes to its standard output and error, logs among it, while it is open. */
final class Overheard implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private Overheard() {}

    static Overheard listening() {
        Overheard overheard = new Overheard();
        System.setOut(overheard.passingOn(overheard.out));
        System.setErr(overheard.passingOn(overheard.err));
        return overheard;
    }

    private PrintStream passingOn(PrintStream to) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        heard.write(bytes, from, length);
                        to.write(bytes, from, length);
                    }
                },
                true,
                UTF_8);
    }

    String text() {
        return heard.toString(UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
