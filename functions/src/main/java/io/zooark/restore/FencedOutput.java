package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream to a server that is looked after every 64 MiB: what was overtaken breaks off and never ends its body. */
final class FencedOutput extends FilterOutputStream {
    static final long INTERVAL = 64L << 20;

    private final Runnable fence;
    private long untilNext = INTERVAL;

    /** @param fence throws where the execution was overtaken */
    FencedOutput(OutputStream out, Runnable fence) {
        super(out);
        this.fence = requireNonNull(fence, "fence is null");
    }

    @Override
    public void write(int b) throws IOException {
        pass(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        pass(length);
        out.write(bytes, offset, length);
    }

    private void pass(int length) {
        untilNext -= length;
        if (untilNext <= 0) {
            fence.run();
            untilNext = INTERVAL;
        }
    }
}
