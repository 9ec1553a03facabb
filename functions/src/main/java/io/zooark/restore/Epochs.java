package io.zooark.restore;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Chooses the epoch that every server is given before it starts empty.
 *
 * <p>It must be above every epoch that any server or client has seen: a server that missed the restore then cannot win
 * an election, and a client that saw higher zxids is not refused for ever.
 */
final class Epochs {
    /**
     * Added where the servers whose files are lost could have elected leaders among themselves that no surviving file
     * tells of, and where servers are left out, which may have accepted an epoch that came to no others. Epochs have 31 bits to spend, so a generous number costs nothing.
     */
    private static final long UNSEEN_ELECTIONS = 100;

    private Epochs() {}

    /**
     * Returns an epoch above all that is known.
     *
     * @param stopped what the servers' files said once they stood still
     * @param given what an earlier restore has given the servers: where it failed in its middle, it may have set every file
     *     aside that told of it
     */
    static long above(RestorePlan plan, List<NodeCommand.Answer> stopped, Optional<Long> given) {
        long highest = LongStream.concat(
                        LongStream.concat(
                                plan.servers().stream().mapToLong(PlannedServer::epoch),
                                LongStream.of(
                                        plan.expected().zxid().epoch(),
                                        // of members that were changed later than any file of data tells of: a later
                                        // change would be taken for an older one
                                        Membership.version(plan.members()).epoch(),
                                        given.orElse(0L))),
                        stopped.stream().mapToLong(Epochs::told))
                .max()
                .orElse(0);
        boolean unseen = !plan.left().isEmpty() || mayHaveElectedUnseen(plan, stopped);
        return Math.max(highest, 0) + 1 + (unseen ? UNSEEN_ELECTIONS : 0);
    }

    private static long told(NodeCommand.Answer stopped) {
        Answers fields = new Answers(stopped.result());
        return Math.max(
                fields.number("acceptedEpoch").orElse(-1L),
                fields.number("currentEpoch").orElse(-1L));
    }

    private static boolean mayHaveElectedUnseen(RestorePlan plan, List<NodeCommand.Answer> stopped) {
        List<PlannedServer> voters =
                plan.servers().stream().filter(server -> !server.observer()).toList();
        long lost = voters.stream()
                .filter(server -> server.epoch() < 0
                        && stopped.stream()
                                .filter(answer -> answer.server() == server.id())
                                .allMatch(answer -> told(answer) < 0))
                .count();
        return lost > voters.size() / 2;
    }
}
