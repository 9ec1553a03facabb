package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what one snapshot proves, as a line of JSON and as an exit status. */
@Command(
        name = "verify",
        description = {
            "Tells what a snapshot proves, as one line of JSON and as the exit status.",
            "One that lies in the vault is read back from S3 and compared with its manifest."
        },
        exitCodeList = {
            "0:CONSISTENT",
            "1:TORN",
            "2:UNPROVEN",
            "3:DAMAGED",
            "4:what is stored differs from its manifest, whatever its verdict",
            ExitStatus.WRONG_USAGE_TEXT,
            ExitStatus.CANNOT_OPEN_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.CANNOT_READ_TEXT
        })
final class VerifyCommand implements Callable<Integer> {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Surroundings surroundings;

    @Mixin
    private final SnapshotSources sources;

    @Parameters(paramLabel = "SNAPSHOT", description = SnapshotSources.FORMS)
    private String snapshot = "";

    @Option(
            names = "--start-zxid",
            paramLabel = "ZXID",
            converter = Converters.ToZxid.class,
            description =
                    "the transaction at which writing began: the header last_zxid of the AdminServer; without it, taken"
                            + " from a file name such as snapshot.100000a3f, or from the manifest")
    private @Nullable Zxid startZxid;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.sources = new SnapshotSources(surroundings);
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        try (OpenSnapshot open = sources.openAsItIs(snapshot)) {
            CheckedInputStream bytes = new CheckedInputStream(open.bytes(), new CRC32());
            Examination examination = new SnapshotVerifier().examine(bytes, start(open));
            String crc32 = HexFormat.of().toHexDigits((int) bytes.getChecksum().getValue());
            Optional<ManifestComparison> comparison =
                    open.manifest().map(manifest -> ManifestComparison.of(manifest, examination, crc32));
            VerifyReport report = VerifyReport.of(snapshot, examination, comparison);
            surroundings.out().println(MAPPER.writeValueAsString(report));
            if (comparison.isPresent() && !comparison.get().differences().isEmpty()) {
                throw new CommandFailedException(
                        ExitStatus.DIFFERS,
                        snapshot + " differs from its manifest: "
                                + String.join("; ", comparison.get().differences())
                                + "\nHINT: do not restore it; see who writes there, and verify the others");
            }
            return examination.verdict().exitStatus();
        }
    }

    private Optional<Zxid> start(OpenSnapshot open) {
        if (startZxid != null && open.manifest().isPresent()) {
            throw sources.wrongUsage("--start-zxid is not taken here: the manifest says where writing began");
        }
        return startZxid == null ? open.startZxid() : Optional.of(startZxid);
    }
}
