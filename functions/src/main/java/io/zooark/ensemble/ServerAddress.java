package io.zooark.ensemble;

import static java.util.Objects.requireNonNull;

/**
 * Where a server's AdminServer listens.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param adminPort {@code admin.serverPort} of its zoo.cfg
 */
public record ServerAddress(String host, int adminPort) {
    private static final int HIGHEST_PORT = 65_535;

    public ServerAddress {
        requireNonNull(host, "host is null");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (adminPort < 1 || adminPort > HIGHEST_PORT) {
            throw new IllegalArgumentException("adminPort must be 1 to 65535, got " + adminPort);
        }
    }

    /**
     * Reads {@code host} or {@code host:port}; an IPv6 address with a port stands in brackets.
     *
     * @throws IllegalArgumentException if the port is no port
     */
    public static ServerAddress parse(String text, int defaultAdminPort) {
        int colon = text.lastIndexOf(':');
        boolean bareIpv6 = text.indexOf(':') != colon && !text.startsWith("[");
        boolean bare = colon < 0 || bareIpv6 || text.endsWith("]");
        if (bare) {
            return new ServerAddress(withoutBrackets(text), defaultAdminPort);
        }
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("not a port: '" + port + "' in '" + text + "'");
        }
        return new ServerAddress(withoutBrackets(text.substring(0, colon)), Integer.parseInt(port));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + adminPort;
    }
}
