package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.Folder;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what the vault holds of an ensemble, the newest first. */
@Command(
        name = "list",
        customSynopsis = "java -jar zooark.jar list --bucket BUCKET --ensemble NAME [--class CLASS] [--before TIME]%n"
                + "            [--label LABEL] [--limit N] [--json] [--region REGION]",
        description = {
            "Lists the snapshots of an ensemble, the newest first.",
            "A snapshot without a manifest does not exist: how many such there are is said on standard error."
        },
        exitCodeList = {
            "0:at least one snapshot is listed",
            "1:none matches",
            ExitStatus.WRONG_USAGE_TEXT,
            ExitStatus.REFUSED_TEXT
        })
final class ListCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 5;

    private final Surroundings surroundings;

    @Mixin
    private final VaultOptions options;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            converter = Converters.ToSnapshotClass.class,
            description = "only this one: monthly, weekly, daily, hourly, manual or safety")
    private @Nullable SnapshotClass snapshotClass;

    @Option(
            names = "--before",
            paramLabel = "TIME",
            converter = Converters.ToInstant.class,
            description = "only what was due before it: 2026-11-22T10:00:00Z, or a date, whose day begins at 00:00 UTC")
    private Instant before = Instant.MAX;

    @Option(names = "--label", paramLabel = "LABEL", description = "only what was taken with this label")
    private @Nullable String label;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Converters.ToLimit.class,
            description = "no more than this many")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "print one JSON array, with more fields")
    private boolean json;

    ListCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.options = new VaultOptions(surroundings);
    }

    @Override
    public Integer call() {
        String ensemble = options.ensemble();
        Catalog catalog = new Catalog(ensemble, options.vault(options.bucket()));
        List<Folder> folders = catalog.folders(
                snapshotClass == null ? List.of(SnapshotClass.values()) : List.of(snapshotClass), before);
        List<CatalogLine> lines = lines(catalog, folders);
        print(lines);
        tellUnfinished(folders);
        if (lines.isEmpty()) {
            surroundings.err().println("no snapshot of '" + ensemble + "' in " + options.bucket() + " matches");
            return ExitStatus.NONE_MATCHES;
        }
        return ExitStatus.DONE;
    }

    private List<CatalogLine> lines(Catalog catalog, List<Folder> folders) {
        ExecutorService readers = Executors.newCachedThreadPool();
        try {
            return catalog.entries(folders, readers)
                    .filter(entry -> label == null
                            || entry.manifest()
                                    .flatMap(Manifest::label)
                                    .filter(label::equals)
                                    .isPresent())
                    .limit(limit)
                    .map(entry -> CatalogLine.of(entry, surroundings.clock().instant()))
                    .toList();
        } finally {
            readers.shutdown();
        }
    }

    private void print(List<CatalogLine> lines) {
        if (json) {
            surroundings.out().println(Json.pretty(lines));
        } else if (!lines.isEmpty()) {
            new Table(
                            CatalogLine.COLUMNS,
                            lines.stream().map(CatalogLine::cells).toList())
                    .lines()
                    .forEach(surroundings.out()::println);
        }
    }

    private void tellUnfinished(List<Folder> folders) {
        List<Folder> unfinished = folders.stream()
                .filter(folder -> folder.holdsBytes() && !folder.finished())
                .toList();
        if (!unfinished.isEmpty()) {
            String names = Stream.concat(
                            unfinished.stream()
                                    .limit(MOST_NAMED)
                                    .map(folder -> folder.id().toString()),
                            unfinished.size() > MOST_NAMED ? Stream.of("…") : Stream.empty())
                    .collect(Collectors.joining(", "));
            surroundings
                    .err()
                    .println(unfinished.size() + " unfinished, without a manifest and so not listed: " + names);
        }
    }
}
