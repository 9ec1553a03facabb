package io.zooark.local.zookeeper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A new connection that the security group does not admit, as long as its client would go on trying. */
final class Unanswered {
    // between the attempts of TCP to open a connection (net.ipv4.tcp_syn_retries = 6), then it gives up
    private static final int[] SECONDS_BETWEEN_ATTEMPTS = {1, 2, 4, 8, 16, 32, 64};

    private final Socket client;
    private final BooleanSupplier securityGroup;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    Unanswered(Socket client, BooleanSupplier securityGroup) {
        this.client = client;
        this.securityGroup = securityGroup;
    }

    /**
     * Waits for an attempt that is admitted, and returns what the client has sent by then.
     *
     * @return null when the client, or TCP, gave up: nothing of what it sent may reach the server then
     */
    byte @Nullable [] await() {
        try {
            for (int seconds : SECONDS_BETWEEN_ATTEMPTS) {
                if (!staysFor(seconds)) {
                    break;
                }
                if (securityGroup.getAsBoolean()) {
                    client.setSoTimeout(0);
                    return early.toByteArray();
                }
            }
        } catch (IOException e) {
            // the client reset the connection: it gave up as well
        }
        Passage.reset(client);
        return null;
    }

    private boolean staysFor(int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        InputStream in = client.getInputStream();
        byte[] buffer = new byte[4096];
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            client.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            try {
                int count = in.read(buffer);
                if (count < 0) {
                    return false;
                }
                early.write(buffer, 0, count);
            } catch (SocketTimeoutException e) {
                // silence is what a waiting client sounds like
            }
        }
        return true;
    }
}
