package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what one snapshot file proves, as a line of JSON and as an exit status. */
final class VerifyCommand implements Command {
    /** {@code EX_NOINPUT} and {@code EX_IOERR} of sysexits.h. */
    static final int CANNOT_OPEN = 66;

    static final int CANNOT_READ = 74;

    private static final String STANDARD_INPUT = "-";
    private static final String START_ZXID = "--start-zxid";
    /** ZooKeeper names the file after the transaction at which it begins writing ({@code FileTxnSnapLog.save}). */
    private static final Pattern SNAPSHOT_NAME = Pattern.compile("snapshot\\.([0-9a-f]{1,16})(\\.gz|\\.snappy)?");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final InputStream standardInput;

    VerifyCommand(InputStream standardInput) {
        this.standardInput = requireNonNull(standardInput, "standardInput is null");
    }

    @Override
    public String usage() {
        return """
                usage: java -jar zooark.jar verify FILE [--start-zxid ZXID]
                  FILE           a snapshot, plain, gzip or snappy; - reads standard input
                  --start-zxid   the transaction at which writing began: the header last_zxid of the AdminServer;
                                 without it, taken from a file name such as snapshot.100000a3f
                  prints one line of JSON
                  exit status    0 CONSISTENT, 1 TORN, 2 UNPROVEN, 3 DAMAGED,
                                 64 wrong usage, 66 FILE cannot be opened, 74 FILE cannot be read""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws UsageException {
        Request request = Request.of(arguments);
        try (InputStream snapshot = open(request.file())) {
            Examination examination = new SnapshotVerifier().examine(snapshot, request.startZxid());
            out.println(MAPPER.writeValueAsString(Report.of(request.file(), examination)));
            return examination.verdict().exitStatus();
        } catch (FileNotFoundException e) {
            err.println("cannot open " + e.getMessage());
            return CANNOT_OPEN;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        } catch (IOException e) {
            err.println("cannot read " + request.file() + ": " + e.getMessage());
            return CANNOT_READ;
        }
    }

    private InputStream open(String file) throws FileNotFoundException {
        return file.equals(STANDARD_INPUT) ? standardInput : new FileInputStream(file);
    }

    /** The arguments, understood. */
    private record Request(String file, Optional<Zxid> startZxid) {
        static Request of(List<String> arguments) throws UsageException {
            if (arguments.size() == 1) {
                String file = arguments.get(0);
                return new Request(requireFile(file), zxidInName(file));
            }
            if (arguments.size() != 3 || !arguments.contains(START_ZXID)) {
                throw new UsageException("verify takes a file and, if wanted, --start-zxid with its value, got "
                        + String.join(" ", arguments));
            }
            boolean fileFirst = arguments.get(1).equals(START_ZXID);
            String file = arguments.get(fileFirst ? 0 : 2);
            return new Request(requireFile(file), Optional.of(zxid(arguments.get(fileFirst ? 2 : 1))));
        }

        private static String requireFile(String file) throws UsageException {
            if (file.startsWith("-") && !file.equals(STANDARD_INPUT)) {
                throw new UsageException("unknown option '" + file + "'");
            }
            return file;
        }

        private static Zxid zxid(String text) throws UsageException {
            try {
                return Zxid.parse(text);
            } catch (IllegalArgumentException e) {
                throw new UsageException(START_ZXID + ": " + e.getMessage());
            }
        }

        private static Optional<Zxid> zxidInName(String file) throws UsageException {
            Path name = Path.of(file).getFileName();
            Matcher matcher = SNAPSHOT_NAME.matcher(name == null ? "" : name.toString());
            // beyond this a name is that of a negative zxid: a server that had nothing loaded
            return matcher.matches() && Long.parseUnsignedLong(matcher.group(1), 16) >= 0
                    ? Optional.of(zxid(matcher.group(1)))
                    : Optional.empty();
        }
    }

    /** The line that is printed, its fields in this order. */
    private record Report(
            Verdict verdict,
            String reason,
            String file,
            long bytes,
            Compression compression,
            long nodeCount,
            long ephemeralCount,
            long sessionCount,
            int longestSessionTimeoutMs,
            long dataBytes,
            @Nullable String startZxid,
            @Nullable String endZxid,
            @Nullable String treeDigest,
            long databaseId) {

        static Report of(String file, Examination found) {
            Examination.Content content = found.content();
            return new Report(
                    found.verdict(),
                    found.reason(),
                    file,
                    found.bytes(),
                    found.compression(),
                    content.nodes(),
                    content.ephemerals(),
                    content.sessions(),
                    content.longestSessionTimeoutMs(),
                    content.dataBytes(),
                    found.startZxid().map(Zxid::toString).orElse(null),
                    found.endZxid().map(Zxid::toString).orElse(null),
                    found.treeDigest().orElse(null),
                    found.databaseId());
        }
    }
}
