package io.zooark.local.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** A snapshot of any size, made while it is read; it carries no digest, which makes it UNPROVEN. */
final class ManyZnodes extends InputStream {
    static final int SESSIONS = 1_000_000;
    static final int ACLS = 100_000;

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_RECORD = 8 * 1024;
    private static final int DATA = 16;
    private static final long OPEN_ACL = -1;
    private static final byte[] SLASH = {'/'};

    private final Shape shape;
    private final int znodes;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Adler32 adler = new Adler32();
    private long written;
    private boolean sealed;

    /** How the znodes lie. */
    enum Shape {
        /** All under one parent, each an ephemeral of one of a million sessions, with one of 100,000 ACLs. */
        FLAT {
            @Override
            String path(int number) {
                return number == 0 ? "/all" : "/all/znode-" + (10_000_000 + number);
            }
        },
        /** In chains, each znode under the one before. */
        DEEP {
            @Override
            String path(int number) {
                return "/chain-" + (1_000_000 + number / LINKS) + "/n".repeat(number % LINKS);
            }
        };

        private static final int LINKS = 200;

        abstract String path(int number);
    }

    /** @param znodes how many, besides the root */
    ManyZnodes(Shape shape, int znodes) {
        this.shape = shape;
        this.znodes = znodes;
        buffer.limit(0);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (!buffer.hasRemaining() && !refill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    private boolean refill() {
        if (sealed) {
            return false;
        }
        buffer.clear();
        long records = (long) SESSIONS + ACLS + znodes;
        while (written < records && buffer.remaining() > LONGEST_RECORD) {
            write(written++);
        }
        boolean last = written == records && buffer.remaining() > LONGEST_RECORD;
        if (last) {
            text(SLASH);
        }
        adler.update(buffer.array(), 0, buffer.position());
        if (last) {
            buffer.putLong(adler.getValue());
            text(SLASH);
            sealed = true;
        }
        buffer.flip();
        return true;
    }

    private void write(long number) {
        if (number == 0) {
            buffer.putInt(0x5a4b534e).putInt(2).putLong(-1).putInt(SESSIONS);
        }
        if (number < SESSIONS) {
            buffer.putLong(session((int) number)).putInt(30_000);
            return;
        }
        int acl = (int) (number - SESSIONS);
        if (acl == 0) {
            buffer.putInt(ACLS);
        }
        if (acl < ACLS) {
            buffer.putLong(acl + 1).putInt(1).putInt(31);
            text("digest".getBytes(US_ASCII));
            text(("user-" + acl + ":gG7s8t3oDEtIqF6DM9LlI/R+9Ss=").getBytes(US_ASCII));
            return;
        }
        znode(acl - ACLS);
    }

    private void znode(int number) {
        if (number == 0) {
            znode("", OPEN_ACL, 0);
        }
        boolean ephemeral = shape == Shape.FLAT && number > 0;
        znode(shape.path(number), 1 + number % ACLS, ephemeral ? session(number % SESSIONS) : 0);
    }

    private void znode(String path, long acl, long owner) {
        text(path.getBytes(US_ASCII));
        buffer.putInt(DATA).putLong(path.hashCode()).putLong(7).putLong(acl);
        buffer.putLong(1).putLong(2).putLong(3).putLong(4).putInt(5).putInt(6).putInt(7);
        buffer.putLong(owner).putLong(8);
    }

    private void text(byte[] text) {
        buffer.putInt(text.length).put(text);
    }

    private static long session(int number) {
        return 0x1000_0aaa_0000_0000L + number;
    }
}
