package io.zooark.restore;

import io.zooark.ensemble.Zxid;
import io.zooark.restore.RestoreOptions.OnFailure;
import io.zooark.restore.RestoreRecord.Action;
import io.zooark.restore.RestoreRecord.Answer;
import io.zooark.restore.RestoreRecord.Failure;
import io.zooark.restore.RestoreRecord.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record of one restore, asked as the state machine asks. */
final class Recording {
    static final RestorePlan PLAN = Plans.withEpochs(new Zxid(0x500000001L), 5, 5, 5);
    static final Failure TIMED_OUT = new Failure("States.Timeout", null);

    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final RestoreRecord record = new RestoreRecord(files, new StillTime());

    MemoryRestoreFiles files() {
        return files;
    }

    Lock take() {
        return take(PLAN);
    }

    Lock take(RestorePlan plan) {
        return record.record(request(Action.TAKE, plan, null)).lock();
    }

    /** Advances as the machine does: by all phases between. */
    Lock advance(Phase phase, List<NodeCommand.Answer> stopped) {
        Phase now = files.lock("orders").map(held -> held.value().phase()).orElse(phase);
        if (now == Phase.TAKEN && phase != Phase.CLOSING) {
            advanceTo(Phase.CLOSING, List.of());
        }
        if (phase == Phase.OPENING && now != Phase.MOVING && now != Phase.OPENING) {
            advanceTo(Phase.MOVING, stopped);
        }
        return advanceTo(phase, stopped);
    }

    /** Advances to a phase from wherever it is. */
    Lock advanceTo(Phase phase, List<NodeCommand.Answer> stopped) {
        return record.record(new Request(
                        Action.ADVANCE,
                        PLAN,
                        null,
                        null,
                        "arn:execution",
                        null,
                        phase,
                        stopped,
                        true,
                        false,
                        List.of(),
                        null,
                        null))
                .lock();
    }

    /** Advances to the moving of data of an ensemble that did not serve before. */
    void moveWithoutQuorum() {
        record.record(new Request(
                Action.ADVANCE,
                PLAN,
                null,
                null,
                "arn:execution",
                1L,
                Phase.MOVING,
                List.of(),
                false,
                false,
                List.of(),
                null,
                null));
    }

    /** Ends a restore that has succeeded. */
    Answer release() {
        return record.record(request(Action.RELEASE, PLAN, null));
    }

    /** Ends a restore that has failed before anything was moved. */
    Answer release(Failure failure) {
        return record.record(request(Action.RELEASE, PLAN, failure));
    }

    Answer fail(Failure failure) {
        return record.record(request(Action.FAIL, PLAN, failure));
    }

    /** Has the recovery fail that holds this lock. */
    Answer failRecovery(Lock lock) {
        Failure failure =
                new Failure("io.zooark.error.NodeCommandFailedException", "{\"errorMessage\": \"no answer\"}");
        return record.record(new Request(
                Action.FAIL,
                PLAN,
                null,
                null,
                lock.execution(),
                lock.fence(),
                null,
                List.of(),
                null,
                true,
                List.of(),
                failure,
                null));
    }

    private static Request request(Action action, RestorePlan plan, @Nullable Failure failure) {
        return new Request(
                action,
                plan,
                null,
                null,
                "arn:execution",
                null,
                null,
                List.of(),
                null,
                false,
                List.of(),
                failure,
                null);
    }

    static NodeCommand.Answer stopped(int server, int epoch) {
        return new NodeCommand.Answer(server, Map.of("acceptedEpoch", epoch, "currentEpoch", epoch));
    }

    static Lock lock(String restoreId, Phase phase) {
        return new Lock(
                "orders",
                restoreId,
                "execution-of-" + restoreId,
                7,
                phase,
                Instant.parse("2026-11-22T09:00:00Z"),
                "rules-of-" + restoreId,
                Optional.of(4L),
                List.of(restoreId),
                true,
                OnFailure.ROLL_BACK,
                false,
                0,
                Optional.empty(),
                Optional.empty());
    }
}
