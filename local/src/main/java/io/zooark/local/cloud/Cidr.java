package io.zooark.local.cloud;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 or IPv6 addresses.
 *
 * @param network the block's first address
 * @param prefix how many leading bits an address shares with it
 */
record Cidr(InetAddress network, int prefix) {
    /** Four numbers, or what has a colon: nothing that would be looked up as a name. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final Pattern BLOCK = Pattern.compile("([0-9a-fA-F:.]+)/(\\d{1,3})");

    /** Reads a block; host bits are cleared, as EC2 does when a rule is authorized. */
    static Cidr of(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.matches()) {
            throw malformed(text);
        }
        InetAddress address = address(block.group(1));
        int prefix = Integer.parseInt(block.group(2));
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefix > bits) {
            throw malformed(text);
        }
        byte[] network = address.getAddress();
        for (int bit = prefix; bit < bits; bit++) {
            network[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return new Cidr(inet(network), prefix);
    }

    /** Reads a literal address; names are refused, not looked up. */
    static InetAddress address(String literal) {
        if (!ADDRESS.matcher(literal).matches()) {
            throw malformed(literal);
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw malformed(literal);
        }
    }

    boolean v6() {
        return network.getAddress().length == 16;
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        int bits = bytes.length * Byte.SIZE;
        return bytes.length == network.getAddress().length
                && new BigInteger(1, bytes)
                        .xor(new BigInteger(1, network.getAddress()))
                        .shiftRight(bits - prefix)
                        .equals(BigInteger.ZERO);
    }

    /** Returns the block as EC2 writes it, IPv6 with its longest run of zeros left out. */
    @Override
    public String toString() {
        if (!v6()) {
            return network.getHostAddress() + "/" + prefix;
        }
        String[] groups = network.getHostAddress().split(":", -1);
        int from = 0;
        int longest = 1;
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - start > longest) {
                from = start;
                longest = end - start;
            }
        }
        String all = String.join(":", groups);
        if (longest == 1) {
            return all + "/" + prefix;
        }
        String head = String.join(":", Arrays.copyOfRange(groups, 0, from));
        String tail = String.join(":", Arrays.copyOfRange(groups, from + longest, groups.length));
        return head + "::" + tail + "/" + prefix;
    }

    private static InetAddress inet(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    private static AwsError malformed(String text) {
        return AwsError.refused("InvalidParameterValue", "CIDR block " + text + " is malformed");
    }
}
