package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the document {@code inspect} found on one host; nothing was changed by it.
 *
 * @param serverId the number in {@code myid}; empty where the file is lost
 * @param candidateIds the members whose address is this host's
 * @param standalone whether zoo.cfg names no members
 * @param clientPorts the ports on which it takes clients
 * @param adminPort {@code admin.serverPort}
 * @param adminEnabled whether the AdminServer is on
 * @param restoreEnabled whether the AdminServer's restore command is on
 * @param placeTools whether the host has what it takes to fetch a snapshot and prove it
 * @param members the lines {@code server.N=…} in the order in which they stand, and {@code version=…} where a dynamic
 *     configuration file has one in its name
 * @param process id of the server's process; 0 where there is none
 * @param acceptedEpoch the higher number in {@code acceptedEpoch} and {@code currentEpoch}; empty where both are lost
 * @param highestZxid the highest zxid in the names of its files
 * @param aside whether the data that the restore asked for has set aside is here, whole
 * @param usedBytes size of both data directories
 * @param freeBytes free where dataDir lies
 * @param problems what makes a restore impossible here
 * @param notes what a person should know, and a restore mends
 */
public record Inspection(
        Optional<Integer> serverId,
        List<Integer> candidateIds,
        boolean standalone,
        List<Integer> clientPorts,
        int adminPort,
        boolean adminEnabled,
        boolean restoreEnabled,
        boolean placeTools,
        List<String> members,
        long process,
        Optional<Long> acceptedEpoch,
        Optional<Zxid> highestZxid,
        boolean aside,
        long usedBytes,
        long freeBytes,
        List<String> problems,
        List<String> notes) {

    public Inspection {
        requireNonNull(serverId, "serverId is null");
        candidateIds = List.copyOf(candidateIds);
        clientPorts = List.copyOf(clientPorts);
        members = List.copyOf(members);
        requireNonNull(acceptedEpoch, "acceptedEpoch is null");
        requireNonNull(highestZxid, "highestZxid is null");
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the fields of the document's answer.
     *
     * @throws IllegalArgumentException if one is missing or of another kind; it names the field
     */
    static Inspection of(Map<String, Object> answer) {
        Answers fields = new Answers(answer);
        return new Inspection(
                fields.number("serverId").map(Long::intValue),
                fields.numbers("candidateIds"),
                fields.flag("standalone"),
                fields.numbers("clientPorts"),
                (int) fields.required("adminPort"),
                fields.flag("adminEnabled"),
                fields.flag("restoreEnabled"),
                fields.flag("placeTools"),
                fields.texts("members"),
                fields.required("process"),
                highest(fields.number("acceptedEpoch"), fields.number("currentEpoch")),
                fields.text("highestZxid").map(Zxid::parse),
                fields.flag("aside"),
                fields.required("usedBytes"),
                fields.required("freeBytes"),
                fields.texts("problems"),
                fields.texts("notes"));
    }

    private static Optional<Long> highest(Optional<Long> one, Optional<Long> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }

    /** Returns the highest epoch that the server's files tell of; -1 where they are lost. */
    long epoch() {
        return Math.max(acceptedEpoch.orElse(-1L), highestZxid.map(Zxid::epoch).orElse(-1L));
    }
}
