package io.zooark.restore;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all servers of a plan said when they were asked at one moment.
 *
 * <p>Each question answers with what is still missing, in words, or with nothing when all is as it must be.
 *
 * @param found each server's status; empty where it does not serve
 */
record RollCall(Map<PlannedServer, Optional<ServerStatus>> found) {
    /** What an answer begins with where all are ready and hold another tree: waiting does not change that. */
    static final String WRONG_TREE = "wrong tree: ";

    RollCall {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    }

    /** Returns the servers that take part in a working quorum. */
    List<PlannedServer> broadcasting() {
        return found.entrySet().stream()
                .filter(entry ->
                        entry.getValue().filter(ServerStatus::broadcasting).isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isLed() {
        return leaders().findAny().isPresent();
    }

    /** Do all serve so many znodes in one quorum, under a leader of a later epoch? */
    Optional<String> serving(NodeCount nodes, long epoch) {
        return ready().or(() -> holding(nodes)).or(() -> ledAbove(epoch));
    }

    /** Are all at one transaction of a later epoch, with so many znodes? */
    Optional<String> standingStill(NodeCount nodes, long epoch) {
        return ready().or(() -> atOneZxidAbove(epoch)).or(() -> holding(nodes));
    }

    /** Do all serve in one quorum, under a leader of a later epoch, whatever they hold? */
    Optional<String> returned(long epoch) {
        return ready().or(() -> ledAbove(epoch));
    }

    /** Do none hold more znodes than are left when the sessions have ended? Waiting does change that. */
    Optional<String> withoutEphemerals(long nodes) {
        List<String> early = new ArrayList<>();
        found.forEach((server, status) -> status.filter(s -> s.nodes() > nodes)
                .ifPresent(s -> early.add(server + " holds " + s.nodes() + " znodes, and " + nodes
                        + " when the sessions of the snapshot have ended")));
        return early.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", early));
    }

    /** Returns the transactions at which the servers are: one, where they stand still. */
    List<Zxid> zxids() {
        return statuses().map(ServerStatus::lastZxid).distinct().toList();
    }

    private Optional<String> ready() {
        List<String> missing = new ArrayList<>();
        found.forEach((server, status) -> {
            if (status.isEmpty()) {
                missing.add(server + " does not serve");
            } else if (!status.get().broadcasting()) {
                missing.add(server + " is not in the quorum");
            } else if (status.get().id() != server.id()) {
                missing.add(server + " answers as server " + status.get().id());
            }
        });
        long leaders = leaders().count();
        if (missing.isEmpty() && leaders != 1) {
            missing.add(leaders + " servers say that they lead");
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
    }

    private Optional<String> holding(NodeCount nodes) {
        List<String> wrong = new ArrayList<>();
        found.forEach((server, status) -> status.filter(s -> !nodes.allows(s.nodes()))
                .ifPresent(s -> wrong.add(server + " holds " + s.nodes() + " znodes instead of " + nodes)));
        return wrong.isEmpty() ? Optional.empty() : Optional.of(WRONG_TREE + String.join("; ", wrong));
    }

    /** A follower stays at the zxid that it loaded until the first write; only the leader shows the new epoch at once. */
    private Optional<String> ledAbove(long epoch) {
        boolean above = leaders().allMatch(leader -> leader.lastZxid().epoch() > epoch);
        return above ? Optional.empty() : Optional.of("the leader's epoch is not above " + epoch);
    }

    private Optional<String> atOneZxidAbove(long epoch) {
        List<Zxid> zxids = zxids();
        return zxids.size() == 1 && zxids.get(0).epoch() > epoch
                ? Optional.empty()
                : Optional.of("the servers are at " + zxids + ", and must be at one zxid above epoch " + epoch);
    }

    private Stream<ServerStatus> leaders() {
        return statuses().filter(status -> status.role() == Role.LEADER);
    }

    private Stream<ServerStatus> statuses() {
        return found.values().stream().flatMap(Optional::stream);
    }

    /** Returns what those that serve said of themselves, under the numbers of the plan. */
    List<ServerFacts> facts() {
        List<ServerFacts> facts = new ArrayList<>();
        found.forEach((server, status) -> status.ifPresent(
                s -> facts.add(new ServerFacts(server.id(), s.role(), s.lastZxid(), s.nodes(), Optional.empty()))));
        return facts;
    }

    @Override
    public String toString() {
        String serving = statuses()
                .map(s ->
                        "server " + s.id() + " " + s.role() + " at " + s.lastZxid() + " with " + s.nodes() + " znodes")
                .collect(Collectors.joining("; "));
        return serving.isEmpty() ? "no server serves" : serving;
    }
}
