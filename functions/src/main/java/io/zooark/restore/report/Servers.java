package io.zooark.restore.report;

import io.zooark.ensemble.Zxid;
import io.zooark.restore.PlannedServer;
import io.zooark.restore.RestorePlan;
import io.zooark.restore.report.Findings.Sighting;
import io.zooark.restore.report.Server.Aside;
import io.zooark.restore.report.Server.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what is known of each server, on top of what was known before. */
record Servers(RestorePlan plan, Findings findings) {
    private static final String BEFORE = "quorum";
    private static final String PLANNED = "Plan the restore";
    private static final String OLD = "data of before the restore";
    private static final String NEW = "what the restore had put in its place";

    List<Server> on(List<Server> earlier) {
        return plan.servers().stream()
                .map(server -> server(
                        server,
                        earlier.stream()
                                .filter(known -> known.id() == server.id())
                                .findFirst()))
                .toList();
    }

    private Server server(PlannedServer planned, Optional<Server> earlier) {
        List<Sighting> sightings = findings.sightings();
        Optional<Condition> before = sightings.stream()
                .filter(sighting -> sighting.mark().key().equals(BEFORE))
                .map(sighting -> digested(seen(planned, sighting), planned))
                .findFirst();
        Optional<Condition> after = sightings.stream()
                .filter(sighting -> !sighting.mark().key().equals(BEFORE))
                .reduce((one, later) -> later)
                .map(sighting -> seen(planned, sighting));
        return new Server(
                planned.id(),
                planned.toString(),
                before.or(() -> earlier.map(Server::before)).orElseGet(() -> planned(planned)),
                after.or(() -> earlier.flatMap(Server::after)),
                aside(planned, earlier.map(Server::aside).orElse(List.of())));
    }

    private static Condition seen(PlannedServer planned, Sighting sighting) {
        return sighting.servers().stream()
                .filter(seen -> Findings.number(seen.get("server"))
                        .filter(id -> id == planned.id())
                        .isPresent())
                .findFirst()
                .map(seen -> new Condition(
                        Optional.of(sighting.mark().entered()),
                        sighting.mark().name(),
                        Findings.text(seen.get("role")),
                        Findings.text(seen.get("zxid")),
                        Findings.text(seen.get("zxid")).flatMap(Servers::epoch),
                        Findings.number(seen.get("nodes")),
                        Findings.text(seen.get("digest"))))
                .orElseGet(() -> new Condition(
                        Optional.of(sighting.mark().entered()),
                        sighting.mark().name(),
                        Optional.of("not serving"),
                        Optional.empty(),
                        // before anything is moved, its files tell as much
                        files(planned).filter(epoch -> sighting.mark().key().equals(BEFORE)),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Optional<Long> epoch(String zxid) {
        try {
            return Optional.of(Zxid.parse(zxid).epoch());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of the server that gave the safety snapshot, the digest is known too. */
    private Condition digested(Condition before, PlannedServer planned) {
        Map<?, ?> safety = findings.result("safety");
        boolean its = Findings.map(safety.get("source"))
                .flatMap(source -> Findings.number(source.get("id")))
                .filter(id -> id == planned.id())
                .isPresent();
        Optional<String> digest = Findings.map(safety.get("examination"))
                .flatMap(examination -> Findings.text(examination.get("treeDigest")));
        return its
                ? new Condition(
                        before.at(),
                        before.seenBy(),
                        before.role(),
                        before.zxid(),
                        before.epoch(),
                        before.nodes(),
                        digest)
                : before;
    }

    private static Condition planned(PlannedServer server) {
        return new Condition(
                Optional.empty(),
                PLANNED,
                Optional.of(server.running() ? "running" : "down"),
                Optional.empty(),
                files(server),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Long> files(PlannedServer server) {
        return Optional.of(server.epoch()).filter(epoch -> epoch >= 0);
    }

    private List<Aside> aside(PlannedServer server, List<Aside> earlier) {
        Map<String, Aside> found = new LinkedHashMap<>();
        earlier.forEach(aside -> found.put(aside.what(), aside));
        Optional.ofNullable(findings.hosts("set-aside").get(server.id()))
                .ifPresent(answer -> put(found, OLD, folders(answer), Findings.number(answer.get("files"))));
        Optional<Map<?, ?>> kept =
                Optional.ofNullable(findings.hosts("keep-restored").get(server.id()));
        List<String> before =
                Optional.ofNullable(found.get(OLD)).map(Aside::folders).orElse(List.of());
        kept.filter(answer -> Findings.number(answer.get("moved")).orElse(1L) > 0)
                .ifPresent(answer -> put(
                        found,
                        "what the empty servers had written",
                        beside(before, "empty-start"),
                        Findings.number(answer.get("moved"))));
        Optional.ofNullable(findings.hosts("put-back").get(server.id())).ifPresent(answer -> {
            // what lay in it is in its place again
            found.remove(OLD);
            if (!found.containsKey(NEW)) {
                put(found, NEW, beside(before, "restored"), Optional.empty());
            }
        });
        return new ArrayList<>(found.values());
    }

    private static void put(Map<String, Aside> found, String what, List<String> folders, Optional<Long> files) {
        found.put(what, new Aside(what, folders, files));
    }

    private static List<String> folders(Map<?, ?> answer) {
        return Stream.of("dataAside", "logsAside")
                .flatMap(field -> Findings.text(answer.get(field)).stream())
                .distinct()
                .toList();
    }

    private List<String> beside(List<String> before, String name) {
        return before.isEmpty()
                ? List.of("set-aside/" + plan.restoreId() + "/" + name + " beside version-2")
                : before.stream()
                        .map(folder -> folder.replaceFirst("/before$", "/" + name))
                        .toList();
    }
}
