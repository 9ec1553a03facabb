package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.json.Json;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Differences;
import io.zooark.zookeeper.format.SnapshotComparison;
import io.zooark.zookeeper.format.SnapshotComparison.Request;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how two snapshots differ. */
@Command(
        name = "diff",
        description = {
            "Tells which znodes were added, changed or removed between two snapshots, whichever servers wrote them.",
            "Compared are data, ACL and kind (persistent, ephemeral, container, TTL); with --stat also zxids, times and"
                    + " versions. What servers keep under /zookeeper is left out unless --under names it.",
            "Memory: 40 to 50 bytes for each znode of A, and nothing for those of B: five million need java -Xmx400m."
                    + " A is read again if something was removed; if it is a running server or standard input, it is"
                    + " kept in a temporary file meanwhile (-Djava.io.tmpdir)."
        },
        exitCodeList = {
            "0:they are equal",
            "1:they differ",
            "3:one of them is DAMAGED",
            ExitStatus.WRONG_USAGE_TEXT,
            ExitStatus.CANNOT_OPEN_TEXT,
            ExitStatus.REFUSED_TEXT,
            "70:out of memory, or another error of the tool",
            ExitStatus.CANNOT_READ_TEXT
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private final SnapshotSources sources;

    @Parameters(index = "0", paramLabel = "A", description = SnapshotSources.FORMS)
    private String a = "";

    @Parameters(index = "1", paramLabel = "B", description = "as A; both of the same form or not")
    private String b = "";

    @Option(
            names = "--under",
            paramLabel = "PATH",
            description = "compare only the znode at this path and all under it")
    private String under = "/";

    @Option(
            names = "--stat",
            description =
                    "count a znode as changed also if only its stat differs: zxids, times, versions, an ephemeral's"
                            + " session")
    private boolean stat;

    @Option(
            names = "--no-ephemerals",
            description =
                    "leave ephemerals out, which come and go with their sessions, and which no restore brings back")
    private boolean noEphemerals;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "list no more than N each of added, changed and removed, in the order of their paths: 100 by"
                    + " default, at most 100000; the counts are always complete")
    private int limit = 100;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    DiffCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.sources = new SnapshotSources(surroundings);
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        Request request = request();
        Differences differences;
        try (ComparedSnapshot before = new ComparedSnapshot(a, sources);
                ComparedSnapshot after = new ComparedSnapshot(b, sources)) {
            if (before.isStandardInput() && after.isStandardInput()) {
                throw wrongUsage("only one of the two can be standard input");
            }
            // the cheap look comes first: A may take minutes
            after.find();
            before.keep();
            differences = new SnapshotComparison().compare(before, after, request);
        } catch (SnapshotUnusableException e) {
            throw new CommandFailedException(Verdict.DAMAGED.exitStatus(), String.valueOf(e.getMessage()));
        }
        if (differences.counts().compared() == 0 && !under.equals("/")) {
            throw new CommandFailedException(ExitStatus.CANNOT_OPEN, "neither of the two holds " + under);
        }
        print(differences);
        return differences.counts().areEqual() ? ExitStatus.DONE : DIFFERENT;
    }

    private void print(Differences differences) {
        if (json) {
            surroundings.out().println(Json.pretty(document(differences)));
        } else {
            new DifferencesText(a, b, differences).lines().forEach(surroundings.out()::println);
        }
    }

    private Request request() {
        try {
            return new Request(under, stat, !noEphemerals, limit);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrongUsage(String problem) {
        return new ParameterException(requireNonNull(command).commandLine(), problem);
    }

    private ObjectNode document(Differences differences) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.set("a", side(a, differences.before()));
        document.set("b", side(b, differences.after()));
        document.put("under", under);
        document.put("equal", differences.counts().areEqual());
        ObjectNode rest = Json.mapper().valueToTree(differences);
        rest.remove("before");
        rest.remove("after");
        return document.setAll(rest);
    }

    private static ObjectNode side(String name, Examination examination) {
        ObjectNode side = Json.mapper().createObjectNode();
        side.put("snapshot", name);
        side.set("examination", Json.mapper().valueToTree(examination));
        return side;
    }
}
