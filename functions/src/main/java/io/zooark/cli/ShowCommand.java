package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows everything that is known of one snapshot of the vault. */
@Command(
        name = "show",
        customSynopsis = {
            "java -jar zooark.jar show ID --bucket BUCKET --ensemble NAME [--json] [--region REGION]",
            "       java -jar zooark.jar show s3://BUCKET/KEY [--json] [--region REGION]"
        },
        description =
                "Shows everything that is known of one snapshot of the vault, and of the drills that were made with it.",
        exitCodeList = {
            "0:it is shown",
            ExitStatus.WRONG_USAGE_TEXT,
            "66:there is no such snapshot",
            "69:AWS refused or was not reached, or the manifest cannot be read"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final VaultOptions options;

    @Parameters(
            paramLabel = "ID",
            description =
                    "such as daily-20261122T100000Z; latest for what a restore takes by itself; or s3://BUCKET/KEY of"
                            + " the snapshot, its folder or its manifest")
    private String id = "";

    @Option(names = "--json", description = "print the manifest as it is kept, with the drills' records in `drills`")
    private boolean json;

    ShowCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.options = new VaultOptions(surroundings);
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (!id.startsWith(VaultOptions.S3_SCHEME) && !StoredSnapshot.isName(id)) {
            throw options.wrongUsage("an ID is like daily-20261122T100000Z, or latest, got '" + id + "'");
        }
        StoredSnapshot snapshot =
                options.stored(id).orElseThrow(() -> options.wrongUsage("no snapshot of a vault is kept under " + id));
        Catalog.Entry entry = snapshot.entry();
        Manifest manifest = manifest(entry);
        Map<DrillName, Map<String, Object>> drills = drills(snapshot, entry);
        if (json) {
            surroundings.out().println(Json.pretty(document(manifest, drills)));
        } else {
            new ManifestText(manifest, snapshot.bucket(), drills)
                    .lines(surroundings.clock().instant())
                    .forEach(surroundings.out()::println);
        }
        entry.problem().ifPresent(problem -> surroundings.err().println(entry.id() + ": " + problem));
        return ExitStatus.DONE;
    }

    private static Manifest manifest(Catalog.Entry entry) throws CommandFailedException {
        return entry.manifest()
                .orElseThrow(() -> new CommandFailedException(
                        ExitStatus.REFUSED,
                        entry.problem().orElse("the manifest cannot be read")
                                + "\nHINT: look at the object; its snapshot is not used"));
    }

    private static Map<DrillName, Map<String, Object>> drills(StoredSnapshot snapshot, Catalog.Entry entry) {
        Map<DrillName, Map<String, Object>> drills = new LinkedHashMap<>();
        entry.folder()
                .drills()
                .forEach(drill ->
                        drills.put(drill, snapshot.vault().beside(snapshot.ensemble(), entry.id(), drill.toString())));
        return drills;
    }

    private static ObjectNode document(Manifest manifest, Map<DrillName, Map<String, Object>> drills) {
        ObjectNode document = Json.mapper().valueToTree(manifest);
        ArrayNode records = document.putArray("drills");
        drills.values().forEach(record -> records.add(Json.mapper().<ObjectNode>valueToTree(record)));
        return document;
    }
}
