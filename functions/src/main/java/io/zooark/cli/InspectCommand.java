package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Inventory;
import io.zooark.zookeeper.format.SnapshotInspector;
import io.zooark.zookeeper.format.SnapshotInspector.Extent;
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

/** Tells what is in a snapshot. */
@Command(
        name = "inspect",
        description = {
            "Tells what is in a snapshot: znodes and bytes by path, the largest znodes, ephemerals by session, ACLs.",
            "It is read once, in bounded memory: any snapshot of five million znodes within java -Xmx512m."
        },
        exitCodeList = {
            "0:it could be read to its end",
            "3:it is DAMAGED; told is what could be read before the damage",
            ExitStatus.WRONG_USAGE_TEXT,
            ExitStatus.CANNOT_OPEN_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.CANNOT_READ_TEXT
        })
final class InspectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private final SnapshotSources sources;

    @Parameters(paramLabel = "SNAPSHOT", description = SnapshotSources.FORMS)
    private String snapshot = "";

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "sum subtrees down to this depth: 1, the default, is that of the root's children; at most 1000")
    private int depth = Extent.DEFAULT.depth();

    @Option(
            names = "--paths",
            paramLabel = "N",
            description = "of these subtrees, list the N that take most in the snapshot: 40 by default, at most 10000")
    private int paths = Extent.DEFAULT.subtrees();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "list the N largest znodes, sessions with most ephemerals and most used ACLs: 10 by default,"
                    + " at most 10000")
    private int top = Extent.DEFAULT.top();

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    InspectCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.sources = new SnapshotSources(surroundings);
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        Extent extent = extent();
        Inventory inventory;
        try (OpenSnapshot open = sources.open(snapshot)) {
            inventory = new SnapshotInspector().inspect(open.bytes(), open.startZxid(), extent);
        }
        if (json) {
            surroundings.out().println(Json.pretty(document(inventory)));
        } else {
            new InventoryText(snapshot, inventory).lines().forEach(surroundings.out()::println);
        }
        return inventory.examination().verdict() == Verdict.DAMAGED ? Verdict.DAMAGED.exitStatus() : ExitStatus.DONE;
    }

    private Extent extent() {
        try {
            return new Extent(depth, paths, top);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(command).commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode document(Inventory inventory) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("snapshot", snapshot);
        return document.setAll(Json.mapper().<ObjectNode>valueToTree(inventory));
    }
}
