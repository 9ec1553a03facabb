package io.zooark.local.zookeeper;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The nft of a host, which knows one table: {@code inet zooark}.
 *
 * <p>{@code nft -f -} reads statements that declare, delete or define that table, and takes all or none. A definition whose
 * {@code tcp dport} names the server's client port and that rejects or drops is the host's cut. Addresses are not read: the
 * functions reach the server itself, and all others come through the {@link Gate}.
 */
final class Nft implements Tool {
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(?:(add|create|delete|destroy)\\s+)?table\\s+inet\\s+zooark\\b[ \\t;]*(\\{)?");
    private static final Pattern PORTS = Pattern.compile("tcp\\s+dport\\s+(\\{[^}]*}|\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final String NO_SUCH_TABLE = "Error: No such file or directory; did you mean table in family inet?";

    private final int clientPort;
    private final Gate gate;
    private @Nullable String table;

    Nft(int clientPort, Gate gate) {
        this.clientPort = clientPort;
        this.gate = gate;
    }

    @Override
    public synchronized Output run(List<String> arguments, List<String> input) {
        return switch (String.join(" ", arguments)) {
            case "-f -" -> load(String.join("\n", input));
            case "delete table inet zooark" -> load("delete table inet zooark");
            case "list table inet zooark" -> table == null ? Output.failure(1, NO_SUCH_TABLE) : Output.of(table);
            default -> Output.unknown("nft", arguments);
        };
    }

    private Output load(String text) {
        String planned = table;
        String rest = text.replaceAll("(?m)^\\s*#.*$", "").strip();
        while (!rest.isEmpty()) {
            Matcher statement = STATEMENT.matcher(rest);
            if (!statement.lookingAt()) {
                return Output.failure(
                        1,
                        "Error: the stand-in knows only table inet zooark, got: "
                                + rest.lines().findFirst().orElse(""));
            }
            int end = statement.group(2) == null ? statement.end() : closingBrace(rest, statement.end());
            if (end < 0) {
                return Output.failure(1, "Error: syntax error, unexpected end of file");
            }
            String verb = statement.group(1);
            if ("delete".equals(verb) && planned == null) {
                return Output.failure(1, NO_SUCH_TABLE);
            }
            if ("delete".equals(verb) || "destroy".equals(verb)) {
                planned = null;
            } else if (statement.group(2) != null) {
                planned = rest.substring(0, end).strip();
            } else if (planned == null) {
                planned = "table inet zooark {\n}";
            }
            rest = rest.substring(end).strip();
        }
        table = planned;
        gate.cut(planned != null && cuts(planned));
        return Output.of("");
    }

    private boolean cuts(String definition) {
        if (!definition.contains("reject") && !definition.contains("drop")) {
            return false;
        }
        return PORTS.matcher(definition)
                .results()
                .flatMap(ports -> NUMBER.matcher(ports.group(1)).results())
                .anyMatch(port -> Integer.parseInt(port.group()) == clientPort);
    }

    /** Returns the place after the brace that closes the one just before {@code from}, -1 if none does. */
    private static int closingBrace(String text, int from) {
        int depth = 1;
        for (int place = from; place < text.length(); place++) {
            depth += text.charAt(place) == '{' ? 1 : text.charAt(place) == '}' ? -1 : 0;
            if (depth == 0) {
                return place + 1;
            }
        }
        return -1;
    }
}
